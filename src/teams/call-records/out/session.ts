/** Connections → Graph's sessions: in a meeting one each against the service, in a direct call one for both ends. */
import type { StoredRow } from '../ports.ts'
import type { Printing } from './call-record.ts'
import { numberIn, textIn } from './cells.ts'
import { annotation, CALLEE_COLUMNS, CALLEE_ID, COLUMNS, CONNECTION_COLUMNS } from './columns.ts'
import { participantEndpoint, SERVER_ENDPOINT } from './endpoint.ts'
import { mediaOf } from './media.ts'
import type { StoredCall } from './stored-call.ts'
import { failureStages, modalities } from './vocabulary.ts'

type Json = Readonly<Record<string, unknown>>

export interface GraphSession {
  readonly session: Json
  readonly segments: readonly Json[]
}

/** The ends of a session; in a meeting the service is called. */
export interface Ends {
  readonly caller: StoredRow
  readonly callee?: StoredRow | undefined
}

export function sessionsOf(call: StoredCall, printing: Printing): readonly GraphSession[] {
  const [first] = call.sessions
  if (textIn(first, 'SessionType') === 'P2P')
    return [sessionOf(directEnds(call), call.streams, { call, printing })]
  return call.sessions.map(caller => {
    const id = textIn(caller, 'ParticipantId')
    const streams = call.streams.filter(row => textIn(row, 'ParticipantId') === id)
    return sessionOf({ caller }, streams, { call, printing })
  })
}

/** Who called is known from the streams; without any, whoever came first. */
function directEnds({ sessions, streams }: StoredCall): Ends {
  const [one = {}, other] = sessions
  const [stream] = streams
  const caller =
    stream && textIn(stream, stream.FirstIsCaller === true ? 'FirstParticipantId' : 'SecondParticipantId')
  return other && caller === textIn(other, 'ParticipantId')
    ? { caller: other, callee: one }
    : { caller: one, callee: other }
}

interface Around {
  readonly call: StoredCall
  readonly printing: Printing
}

function sessionOf(ends: Ends, streams: readonly StoredRow[], { call, printing }: Around): GraphSession {
  const { caller, callee } = ends
  const both = callee ? [caller, callee] : [caller]
  const id = textIn(caller, 'ParticipantId')
  const endpoints = {
    caller: participantEndpoint(caller, { call, printing }),
    callee: callee ? participantEndpoint(callee, { call, printing }) : SERVER_ENDPOINT,
  }
  const span = {
    startDateTime: both.map(row => textIn(row, 'StartTime')).sort()[0] || textIn(caller, 'CallStartTime'),
    endDateTime:
      both
        .map(row => textIn(row, 'EndTime'))
        .sort()
        .at(-1) || textIn(caller, 'CallEndTime'),
  }
  const failureInfo = failureOf(caller)
  const media = mediaOf(streams, ends, { call, printing })
  return {
    session: {
      id,
      modalities: usedIn(streams),
      ...span,
      isTest: false,
      ...endpoints,
      failureInfo,
      ...(printing.annotated && annotation('session', caller)),
      ...(printing.annotated && callee && ofCallee(callee)),
      ...(printing.annotated && ofConnection(streams)),
    },
    segments: [{ id, ...span, ...endpoints, failureInfo, media }],
  }
}

const ofCallee = (row: StoredRow): Json => ({
  [CALLEE_ID]: textIn(row, 'ParticipantId'),
  [CALLEE_COLUMNS]: annotation('session', row)[COLUMNS],
})

function ofConnection(streams: readonly StoredRow[]): Json {
  const bare = streams.find(row => textIn(row, 'MediaType') === '')
  return bare ? { [CONNECTION_COLUMNS]: annotation('stream', bare)[COLUMNS] } : {}
}

const usedIn = (streams: readonly StoredRow[]): readonly string[] => [
  ...new Set(streams.flatMap(row => modalities.toGraph(textIn(row, 'MediaType')) ?? [])),
]

const FAILED = ['UnexpectedClientError', 'UnexpectedServerError']

/** Null for whatever ended as people and policies meant it to. */
function failureOf(row: StoredRow): Json | null {
  const stage = failureStages.toGraph(textIn(row, 'MediaFailureType'))
  if (stage === undefined && !FAILED.includes(textIn(row, 'ResultCategory'))) return null
  const never = textIn(row, 'JoinTime') === ''
  const code = numberIn(row, 'EndCode')
  const reason =
    textIn(row, 'EndReason') || (code === undefined ? '' : `${code}/${numberIn(row, 'EndSubCode') ?? 0}`)
  return {
    '@odata.type': '#microsoft.graph.callRecords.failureInfo',
    stage: stage ?? (never ? 'callSetup' : 'midcall'),
    reason,
  }
}
