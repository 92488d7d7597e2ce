/** What was found → every id that goes with it, with its links; and what cannot be linked, with the reason. Pure. */
import { rightsOf } from '#teams/record'
import { joinUrl } from '../out/call-record.ts'
import { textIn } from '../out/cells.ts'
import { seenPerson } from '../out/identity.ts'
import type {
  Asker,
  CallRecordsPorts,
  DirectoryPerson,
  KnownMeeting,
  KnownResource,
  StoredRow,
} from '../ports.ts'
import { MOST_FOUND } from './ask.ts'
import type { Question } from './read-question.ts'

export interface Findings {
  readonly question: Question
  readonly asker: Asker
  readonly meeting?: KnownMeeting | undefined
  readonly user?: DirectoryPerson | undefined
  readonly resource?: KnownResource | undefined
  readonly teams: readonly StoredRow[]
  readonly azure: readonly StoredRow[]
}

type Ports = Pick<CallRecordsPorts, 'directory' | 'meetings'>
type Json = Readonly<Record<string, unknown>>

export function answerOf(findings: Findings, ports: Ports): Json {
  const { question, teams, azure } = findings
  const meetings = meetingsOf(findings, ports)
  const calls = callsOf(findings)
  const participants = participantsOf(findings)
  const found = meetings.length + calls.length + participants.length > 0 || findings.user || findings.resource
  return {
    query: question.text,
    readAs: question.kind,
    found: Boolean(found),
    meetings,
    calls,
    participants,
    people: findings.user ? [personOf(findings.user)] : [],
    resources: resourcesOf(findings, ports),
    notLinked: reasonsOf(findings, { found: Boolean(found) }),
    truncated: teams.length >= MOST_FOUND || azure.length >= MOST_FOUND,
  }
}

function threadsIn({ question, meeting, teams, azure }: Findings): readonly string[] {
  const ids = [
    ...(meeting ? [meeting.threadId] : []),
    ...teams.map(row => textIn(row, 'MeetingId')),
    ...azure.map(row => textIn(row, 'TeamsThreadId')),
    // A thread of a link says what meeting it is of, also when nobody here knows it.
    ...(question.thread ? [question.thread] : []),
  ]
  return [...new Set(ids.filter(id => id !== ''))]
}

function meetingsOf(findings: Findings, { meetings }: Ports): readonly Json[] {
  const { asker, teams, azure } = findings
  return threadsIn(findings).map(threadId => {
    const known = meetings.find(threadId)
    const own = known?.organizer.tenant === asker.tenant ? known : undefined
    const rows = teams.filter(row => textIn(row, 'MeetingId') === threadId)
    // Ids and links that name the organizer are for roles that may know who somebody is.
    const named = rightsOf[asker.role].identifiable ? own : undefined
    const organizer =
      named?.organizer.user ?? rows.map(row => seenOf(row, asker).fields.OrganizerObjectId).find(Boolean)
    const calls = new Set(
      [...rows, ...azure.filter(row => textIn(row, 'TeamsThreadId') === threadId)].map(row =>
        textIn(row, 'CorrelationId'),
      ),
    )
    return {
      threadId,
      cqdMeetingId: threadId,
      subject: own?.subject ?? null,
      joinWebUrl: named?.joinWebUrl ?? (organizer ? joinUrl(threadId, asker.tenant, organizer) : null),
      joinMeetingId: own?.joinMeetingId ?? null,
      onlineMeetingId: own?.id ?? null,
      organizer: organizer ?? null,
      calls: [...calls],
      links: {
        ...(named && { graph: `/v1.0/users/${named.organizer.user}/onlineMeetings/${named.id}` }),
        kql: `AnteroomTeamsSessions_CL | where MeetingId == '${threadId.replaceAll("'", "\\'")}'`,
        cqd: { 'Meeting Id': threadId },
      },
    }
  })
}

function callsOf({ teams, azure }: Findings): readonly Json[] {
  const ids = [...new Set([...teams, ...azure].map(row => textIn(row, 'CorrelationId')))]
  return ids.map(id => {
    const ours = teams.find(row => textIn(row, 'CorrelationId') === id)
    const theirs = azure.filter(row => textIn(row, 'CorrelationId') === id)
    const [row = {}] = ours ? [ours] : theirs
    return {
      callId: id,
      // The same id on all sides.
      cqdConferenceId: ours ? id : null,
      graphCallRecordId: ours ? id : null,
      startDateTime: textIn(row, 'CallStartTime') || null,
      endDateTime: textIn(ours, 'CallEndTime') || null,
      type: textIn(ours, 'SessionType') || textIn(row, 'CallType') || null,
      source: ours ? textIn(ours, 'Source') : 'azure',
      threadId: textIn(ours, 'MeetingId') || textIn(theirs[0], 'TeamsThreadId') || null,
      resources: [...new Set(theirs.map(one => textIn(one, '_ResourceId').split('/').at(-1) ?? ''))],
      links: {
        ...(ours && { graph: `/v1.0/communications/callRecords/${id}?$expand=sessions($expand=segments)` }),
        ...(theirs.length > 0 && { portal: `/portal/calls/${id}` }),
        kql: ours
          ? `AnteroomTeamsSessions_CL | where CorrelationId == '${id}'`
          : `ACSCallSummary | where CorrelationId == '${id}'`,
        ...(ours && { cqd: { 'Conference Id': id } }),
      },
    }
  })
}

const seenOf = (row: StoredRow, asker: Asker) => seenPerson(row, row, asker)

function participantsOf({ question, teams, azure, asker }: Findings): readonly Json[] {
  const identifiers = new Map(azure.map(row => [keyOf(row), textIn(row, 'Identifier')]))
  const ours = teams.map(row => {
    const { fields, identity, kind, label } = seenOf(row, asker)
    return {
      participantId: textIn(row, 'ParticipantId') || null,
      callId: textIn(row, 'CorrelationId'),
      foundAs: textIn(row, 'FoundAs'),
      label,
      kind,
      id: identity.id ?? null,
      rawId: fields.RawId ?? null,
      identifier: identifiers.get(keyOf(row)) || null,
      personKey: textIn(row, 'PersonKey') || null,
      startDateTime: textIn(row, 'StartTime') || null,
      acsResourceId: textIn(row, 'AcsResourceId') || null,
      sides: identifiers.has(keyOf(row)) ? ['teams', 'azure'] : ['teams'],
    }
  })
  const known = new Set(teams.map(keyOf))
  // Rows that were fetched for a call which something else led to are of no interest by themselves.
  const isSought = (row: StoredRow) =>
    textIn(row, 'FoundAs') !== 'call' || question.ids.includes(textIn(row, 'CorrelationId').toLowerCase())
  const others = azure.flatMap(row => {
    if (known.has(keyOf(row)) || textIn(row, 'ParticipantId') === '' || !isSought(row)) return []
    return [
      {
        participantId: textIn(row, 'ParticipantId'),
        callId: textIn(row, 'CorrelationId'),
        foundAs: textIn(row, 'FoundAs'),
        label: textIn(row, 'ParticipantType'),
        identifier: textIn(row, 'Identifier') || null,
        startDateTime: textIn(row, 'CallStartTime') || null,
        sides: ['azure'],
      },
    ]
  })
  return [...ours, ...others]
}

const keyOf = (row: StoredRow): string => `${textIn(row, 'CorrelationId')} ${textIn(row, 'ParticipantId')}`

const personOf = ({ id, displayName, userPrincipalName, tenant }: DirectoryPerson): Json => ({
  id,
  displayName,
  userPrincipalName,
  tenant,
  rawId: `8:orgid:${id}`,
  links: { graph: `/v1.0/users/${id}`, meetings: `/v1.0/users/${id}/onlineMeetings` },
})

function resourcesOf({ resource, teams }: Findings, { directory }: Ports): readonly Json[] {
  const ids = [...(resource ? [resource.id] : []), ...teams.map(row => textIn(row, 'AcsResourceId'))]
  return [...new Set(ids.filter(id => id !== ''))].map(id => ({
    id,
    name: directory.resource(id)?.name ?? null,
    links: { cqd: { 'Second ACS Resource ID': id } },
  }))
}

interface Reason {
  readonly from: string
  readonly to: string
  readonly reason: string
}

function reasonsOf(findings: Findings, { found }: { readonly found: boolean }): readonly Reason[] {
  const { question, meeting, asker, teams, azure } = findings
  if (!found) return [{ from: question.kind, to: 'anything', reason: NOTHING }]
  const cases: readonly (readonly [holds: boolean, reason: Reason])[] = [
    [
      ['acsUser', 'visitor'].includes(question.kind) ||
        teams.some(row => textIn(row, 'UserType') === 'Anonymous'),
      {
        from: 'anonymous participant',
        to: 'the same person in other calls, as Teams sees it',
        reason: ACROSS,
      },
    ],
    [
      meeting !== undefined && meeting.organizer.tenant === asker.tenant && teams.length === 0,
      {
        from: 'meeting',
        to: 'calls',
        reason: 'No call of this meeting has ended yet, or its rows are no longer kept.',
      },
    ],
    [
      azure.length > 0 && teams.length === 0,
      {
        from: 'call',
        to: 'call record, CQD',
        reason:
          'The record of a meeting is kept by its organizer’s tenant alone (T2); a call without a meeting is in none.',
      },
    ],
    [
      teams.length > 0 && azure.length === 0,
      {
        from: 'call',
        to: 'rows of Communication Services',
        reason:
          'No resource of your tenant has a row of it: none took part, no setting sends its logs, or the rows are no longer kept.',
      },
    ],
    [
      teams.some(row => textIn(row, 'RawId') === ''),
      {
        from: 'participant',
        to: 'name, addresses, raw id',
        reason: 'What names people is kept for 28 days (T4), or is withheld from the role that asks (T5).',
      },
    ],
  ]
  return cases.flatMap(([holds, reason]) => (holds ? [reason] : []))
}

const NOTHING =
  'No meeting, call, participant, user or resource that you may read has this id. Meetings of other tenants are not shown, and people are known by their ids for 28 days.'
const ACROSS =
  'Teams has no key for people without an account across calls. Here they are joined by the raw id while it is kept (28 days), and by personKey, a number of ours.'
