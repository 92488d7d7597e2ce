/** A stored call → Graph's callRecord. */
import { rightsOf } from '#teams/record'
import type { Asker, CallRecordsPorts, StoredRow } from '../ports.ts'
import { numberIn, textIn } from './cells.ts'
import { identitySet, organizerIdentity, type SeenPerson, seenPerson } from './identity.ts'
import { type GraphSession, sessionsOf } from './session.ts'
import type { StoredCall } from './stored-call.ts'
import { callTypes, modalities } from './vocabulary.ts'

type Json = Readonly<Record<string, unknown>>

export interface Printing {
  readonly asker: Asker
  /** The caller takes members that its version of an enumeration does not have. */
  readonly unknownMembers: boolean
  /** With what Graph has no property for. */
  readonly annotated: boolean
  readonly directory: CallRecordsPorts['directory']
  readonly meetings: CallRecordsPorts['meetings']
}

/** Somebody of the call, with every connection of theirs. */
export interface Person {
  readonly session: StoredRow
  readonly seen: SeenPerson
}

/** The record's own properties, without what is expanded. */
export function headOf(call: StoredCall, { asker, meetings }: Printing): Json {
  const [first = {}] = call.sessions
  const times = call.sessions.map(row => textIn(row, 'TimeGenerated')).sort()
  return {
    id: textIn(first, 'CorrelationId'),
    version: numberIn(first, 'Version') ?? 1,
    type: callTypes.toGraph(textIn(first, 'SessionType')) ?? 'unknown',
    modalities: modalitiesOf(call.streams),
    lastModifiedDateTime: times.at(-1) ?? null,
    startDateTime: textIn(first, 'CallStartTime'),
    endDateTime: textIn(first, 'CallEndTime'),
    joinWebUrl: joinUrlOf(call, asker, meetings),
    // Graph gives no data here any more; organizer_v2 and participants_v2 are in their place.
    organizer: null,
    participants: [],
  }
}

export function modalitiesOf(streams: readonly StoredRow[]): readonly string[] {
  const used = new Set(streams.map(row => modalities.toGraph(textIn(row, 'MediaType'))))
  return ['audio', 'video', 'videoBasedScreenSharing', 'screenSharing'].filter(name =>
    [...used].some(one => one === name),
  )
}

/** Everybody once, in the order in which they came. */
export function peopleOf(call: StoredCall, asker: Asker): readonly Person[] {
  const found = new Map<string, Person>()
  for (const session of call.sessions) {
    const seen = seenPerson(session, call.persons.get(textIn(session, 'ParticipantId')), asker)
    const key = `${seen.kind} ${seen.key}`
    if (!found.has(key)) found.set(key, { session, seen })
  }
  return [...found.values()]
}

export const participantOf = ({ seen }: Person): Json => ({
  id: seen.key,
  administrativeUnitInfos: [],
  identity: identitySet(seen.kind, seen.identity),
})

/** Null once the organizer's id is gone, and for whom it is withheld from. */
export function organizerOf(call: StoredCall, { asker, directory }: Printing): Json | null {
  const id = organizerIdOf(call, asker)
  if (!id) return null
  return {
    id,
    administrativeUnitInfos: [],
    identity: identitySet('user', organizerIdentity(id, asker.tenant, directory.user(id))),
  }
}

function organizerIdOf(call: StoredCall, asker: Asker): string | undefined {
  for (const session of call.sessions) {
    const { fields } = seenPerson(session, call.persons.get(textIn(session, 'ParticipantId')), asker)
    if (fields.OrganizerObjectId) return fields.OrganizerObjectId
  }
  return undefined
}

function joinUrlOf(call: StoredCall, asker: Asker, meetings: Printing['meetings']): string | null {
  const threadId = textIn(call.sessions[0], 'MeetingId')
  if (threadId === '') return null
  // The link names the organizer: it is for whom it would not identify anybody to.
  const known = rightsOf[asker.role].identifiable ? meetings.find(threadId) : undefined
  if (known && known.organizer.tenant === asker.tenant) return known.joinWebUrl
  const organizer = organizerIdOf(call, asker)
  return organizer === undefined ? null : joinUrl(threadId, asker.tenant, organizer)
}

export function joinUrl(threadId: string, tenant: string, organizer: string): string {
  const context = JSON.stringify({ Tid: tenant, Oid: organizer })
  const path = `${encodeURIComponent(threadId)}/0?context=${encodeURIComponent(context)}`
  return `https://teams.microsoft.com/l/meetup-join/${path}`
}

export const graphSessions = (call: StoredCall, printing: Printing): readonly GraphSession[] =>
  sessionsOf(call, printing)

/** All there is: what an export writes as one line. */
export function wholeRecord(call: StoredCall, printing: Printing): Json {
  return {
    ...headOf(call, printing),
    organizer_v2: organizerOf(call, printing),
    participants_v2: peopleOf(call, printing.asker).map(participantOf),
    sessions: graphSessions(call, printing).map(({ session, segments }) => ({ ...session, segments })),
  }
}
