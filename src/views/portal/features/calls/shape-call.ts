/** From the rows of one call to what its page shows. Pure. */

import { endCode } from '#records'
import type { Cell } from '#views/kit'
import { personName } from '../../people/person-name.ts'
import { mediumOf, poorFigures, type Threshold } from '../../questions/poor-streams.ts'

export type Row = Readonly<Record<string, Cell>>

export interface Participant {
  /** ParticipantId, else what tells them apart. */
  readonly id: string
  readonly row: Row
  /** What they are called here: identifier without its resource, or what kind of blank it is. */
  readonly name: string
  readonly type: string
  readonly start: number
  /** Seconds. */
  readonly duration: number
  readonly end: Ending
  readonly streams: readonly Stream[]
  readonly isDropped: boolean
}

export interface Ending {
  readonly code: number
  readonly subCode: number
  readonly words: string
  readonly category: string
}

export interface Stream {
  readonly row: Row
  readonly poor: readonly Threshold[]
}

const textOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell))
const timeOf = (cell: Cell | undefined): number => Date.parse(textOf(cell))

export function participantsOf(rows: readonly Row[], streams: readonly Row[]): readonly Participant[] {
  const byParticipant = Map.groupBy(streams, row => textOf(row.ParticipantId))
  return rows.map(row => {
    const id = textOf(row.Participant)
    const [code, subCode] = [Number(row.ParticipantEndReason), Number(row.ParticipantEndSubCode)]
    return {
      id,
      row,
      name: nameOf(row),
      type: textOf(row.ParticipantType) || textOf(row.EndpointType),
      start: timeOf(row.ParticipantStartTime),
      duration: Number(row.ParticipantDuration ?? 0),
      end: { code, subCode, words: endCode(code, subCode).message, category: textOf(row.ResultCategory) },
      streams: (byParticipant.get(textOf(row.ParticipantId)) ?? []).map(stream => ({
        row: stream,
        poor: poorFigures(stream),
      })),
      isDropped: textOf(row.ResultCategory).includes('Unexpected'),
    }
  })
}

/** Withheld and empty stay what they are. */
function nameOf(row: Row): string {
  const identifier = textOf(row.Identifier)
  if (identifier === 'Redacted' || identifier === '')
    return `${textOf(row.EndpointType) || 'Participant'} ${textOf(row.EndpointId).slice(0, 8)}`
  return personName(identifier)
}

export interface Issue {
  readonly kind: 'Poor stream' | 'Ended unexpectedly' | 'Failed operation'
  readonly participant: string
  /** ms; undefined where no moment is known. */
  readonly at: number | undefined
  readonly words: string
}

const IGNORED = [
  'callmodechanged',
  'idchanged',
  'rolechanged',
  'callclientoperations',
  'speakingwhilemicrophoneismuted',
  'speakermuted',
]
const EXPECTED = ['Succeeded', 'Success', 'ExpectedError', '']

const isDiagnostic = (row: Row): boolean => row.OperationName === 'UserFacingDiagnostics'

interface DiagnosticPayload {
  readonly DiagnosticChanged?: string
  readonly DiagnosticQuality?: string
}

/** The payload of a diagnostic; a dynamic comes as JSON text. */
function payloadOf({ OperationPayload }: Row): DiagnosticPayload {
  const parsed: unknown = JSON.parse(textOf(OperationPayload) || '{}')
  return typeof parsed === 'object' && parsed !== null ? parsed : {}
}

/** The diagnostic's own name, for it stands in the payload; else the operation's. */
export const operationName = (row: Row): string =>
  (isDiagnostic(row) ? payloadOf(row).DiagnosticChanged : undefined) ?? textOf(row.OperationName)

export function isFailed(row: Row): boolean {
  if (IGNORED.includes(operationName(row).toLowerCase())) return false
  return isDiagnostic(row)
    ? payloadOf(row).DiagnosticQuality !== 'Good'
    : !EXPECTED.includes(textOf(row.ResultType))
}

/** Failed operations, dropped participants and poor streams: the same three that the search counts. */
export function issuesOf(participants: readonly Participant[], operations: readonly Row[]): readonly Issue[] {
  const dropped = participants
    .filter(({ isDropped }) => isDropped)
    .map(
      ({ id, start, duration, end }): Issue => ({
        kind: 'Ended unexpectedly',
        participant: id,
        at: start + duration * 1000,
        words: `${end.code}/${end.subCode}: ${end.words}`,
      }),
    )
  const poor = participants.flatMap(({ id, streams }) =>
    streams
      .filter(stream => stream.poor.length > 0)
      .map(
        ({ row, poor: figures }): Issue => ({
          kind: 'Poor stream',
          participant: id,
          at: undefined,
          words: `${textOf(row.MediaType)} ${textOf(row.StreamDirection)}: ${figures.map(figure => sayFigure(figure, row)).join(', ')}`,
        }),
      ),
  )
  const failedOnce = new Map(operations.filter(isFailed).map(row => [textOf(row.OperationId), row]))
  const failed = [...failedOnce.values()].map(
    (row): Issue => ({
      kind: 'Failed operation',
      participant: textOf(row.ParticipantId),
      at: timeOf(row.CallClientTimeStamp),
      words: `${operationName(row)}: ${isDiagnostic(row) ? payloadOf(row).DiagnosticQuality : textOf(row.ResultType)}`,
    }),
  )
  return [...dropped, ...poor, ...failed]
}

function sayFigure({ title, column, unit, is, limit }: Threshold, row: Row): string {
  const bound = limit[mediumOf(textOf(row.MediaType))]
  return `${title} ${textOf(row[column])} ${unit === 'ratio' ? '' : `${unit} `}(${is} ${bound})`
}

export type LaneName = 'Lobby' | 'Call' | 'Audio' | 'Video' | 'Screen sharing' | 'Network'

export interface Span {
  readonly lane: LaneName
  readonly name: string
  /** ms; equal for a moment. */
  readonly from: number
  readonly to: number
  readonly tone: 'plain' | 'good' | 'bad' | 'wait'
}

export interface Lanes {
  readonly participant: Participant
  readonly spans: readonly Span[]
}

/** Which lane an operation belongs to, by its name. */
export function laneOf(name: string): LaneName {
  if (/screenshare|capturer|screen/i.test(name)) return 'Screen sharing'
  if (/camera|video|view/i.test(name)) return 'Video'
  if (/microphone|speak|mute|audio/i.test(name)) return 'Audio'
  if (/network|relay|serverconnection/i.test(name)) return 'Network'
  return 'Call'
}

/** Drawn at least that long, so that it can be seen and hit. */
const SHORTEST_MS = 10

/** What happened to each participant, by lanes; a diagnostic lasts from its first bad value to the next good one. */
export function lanesOf(
  participants: readonly Participant[],
  operations: readonly Row[],
  visits: readonly Row[],
): readonly Lanes[] {
  const byParticipant = Map.groupBy(operations, row => textOf(row.ParticipantId))
  const lobby = Map.groupBy(visits, row => textOf(row.ParticipantId))
  return participants.map(participant => {
    const end = participant.start + participant.duration * 1000
    const own = byParticipant.get(participant.id) ?? []
    const stay: Span = {
      lane: 'Call',
      name: `In the call, ended ${participant.end.code}/${participant.end.subCode}`,
      from: participant.start,
      to: end,
      tone: participant.isDropped ? 'bad' : 'plain',
    }
    const waits = (lobby.get(participant.id) ?? []).map(
      (row): Span => ({
        lane: 'Lobby',
        name: `In the lobby: ${textOf(row.Outcome)}`,
        from: timeOf(row.EnteredTime),
        to: timeOf(row.LeftTime),
        tone: 'wait',
      }),
    )
    return { participant, spans: [stay, ...waits, ...diagnosticSpans(own, end), ...operationSpans(own)] }
  })
}

function operationSpans(rows: readonly Row[]): readonly Span[] {
  return rows
    .filter(row => !isDiagnostic(row))
    .map(row => {
      const at = timeOf(row.CallClientTimeStamp)
      const length = Math.max(SHORTEST_MS, Number(row.DurationMs ?? 0))
      const name = operationName(row)
      return { lane: laneOf(name), name, from: at, to: at + length, tone: isFailed(row) ? 'bad' : 'good' }
    })
}

function diagnosticSpans(rows: readonly Row[], end: number): readonly Span[] {
  const byName = Map.groupBy(rows.filter(isDiagnostic), operationName)
  return [...byName].flatMap(([name, events]) =>
    events.flatMap((event, i): readonly Span[] => {
      if (!isFailed(event)) return []
      const next = events[i + 1]
      const from = timeOf(event.CallClientTimeStamp)
      return [
        { lane: laneOf(name), name, from, to: next ? timeOf(next.CallClientTimeStamp) : end, tone: 'bad' },
      ]
    }),
  )
}
