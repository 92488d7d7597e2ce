/** A meeting ⇄ Microsoft Graph's onlineMeeting. */
import { type Static, Type } from 'typebox'
import { type Ids, type Instant, parseIso, toIso } from '#base'
import type { DirectoryUser, MeetingDirectory } from '../directory-port.ts'
import { type InvitedPerson, type Meeting, type MeetingOptions, optionsOf } from '../meeting.ts'
import { graphError } from './errors.ts'
import { KEPT_DEFAULTS, PRESENTERS, presentersName, SCOPES, scopeName } from './vocabulary.ts'

const keysOf = <Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(table).filter((name): name is Name => name in table)

const DateTime = Type.String({ maxLength: 60 })
const Attendee = Type.Object({
  upn: Type.Optional(Type.Union([Type.String({ maxLength: 320 }), Type.Null()])),
  role: Type.Optional(Type.Enum(['attendee', 'presenter', 'coorganizer', 'producer', 'unknownFutureValue'])),
  identity: Type.Optional(
    Type.Object({ user: Type.Optional(Type.Object({ id: Type.Optional(Type.String({ maxLength: 60 })) })) }),
  ),
})

const members = {
  subject: Type.Optional(Type.Union([Type.String({ maxLength: 1000 }), Type.Null()])),
  startDateTime: Type.Optional(DateTime),
  endDateTime: Type.Optional(DateTime),
  participants: Type.Optional(
    Type.Object({ attendees: Type.Optional(Type.Array(Attendee, { maxItems: 1000 })) }),
  ),
  lobbyBypassSettings: Type.Optional(
    Type.Object({
      scope: Type.Optional(Type.Enum(keysOf(SCOPES))),
      isDialInBypassEnabled: Type.Optional(Type.Boolean()),
    }),
  ),
  allowedPresenters: Type.Optional(Type.Enum(keysOf(PRESENTERS))),
  allowedLobbyAdmitters: Type.Optional(
    Type.Enum(['organizerAndCoOrganizers', 'organizerAndCoOrganizersAndPresenters']),
  ),
  joinMeetingIdSettings: Type.Optional(Type.Object({ isPasscodeRequired: Type.Optional(Type.Boolean()) })),
}

export const OnlineMeetingBody = Type.Object(members)
export const CreateOrGetBody = Type.Object({
  ...members,
  externalId: Type.String({ minLength: 1, maxLength: 400 }),
})
export type OnlineMeetingChanges = Static<typeof OnlineMeetingBody>

export interface Creation {
  readonly organizer: DirectoryUser
  readonly changes: OnlineMeetingChanges
  readonly externalId?: string | undefined
  readonly now: Instant
}

const HOUR = 3_600_000

/** A new meeting; where the caller chose nothing, the organizer's policy holds. */
export function newMeeting(creation: Creation, directory: MeetingDirectory, ids: Ids): Meeting {
  const { id: user, tenant } = creation.organizer
  const threadId = `19:meeting_${Buffer.from(ids.uuid()).toString('base64url')}@thread.v2`
  const starts = instantOf(creation.changes.startDateTime) ?? creation.now
  const blank: Meeting = {
    id: Buffer.from(`1*${user}*0**${threadId}`).toString('base64url'),
    organizer: { tenant, user },
    threadId,
    joinMeetingId: digits(ids),
    passcode: passcode(ids),
    externalId: creation.externalId,
    starts,
    ends: instantOf(creation.changes.endDateTime) ?? starts + HOUR,
    created: creation.now,
    options: optionsOf(directory.policyOf({ tenant, user })),
    invited: [],
    keptProperties: KEPT_DEFAULTS,
  }
  return changedMeeting(blank, creation.changes, ids)
}

/** Throws ApiError 400 for a time that is none, or an end before the start. */
export function changedMeeting(meeting: Meeting, changes: OnlineMeetingChanges, ids: Ids): Meeting {
  const starts = instantOf(changes.startDateTime) ?? meeting.starts
  const ends = instantOf(changes.endDateTime) ?? meeting.ends
  if (ends < starts) throw graphError('BadRequest', 'endDateTime: found an instant before startDateTime.')
  const attendees = changes.participants?.attendees
  const isPasscodeRequired =
    changes.joinMeetingIdSettings?.isPasscodeRequired ?? meeting.passcode !== undefined
  const subject = changes.subject === undefined ? meeting.subject : (changes.subject ?? undefined)
  return {
    ...meeting,
    starts,
    ends,
    subject,
    passcode: isPasscodeRequired ? (meeting.passcode ?? passcode(ids)) : undefined,
    invited: attendees ? attendees.map(invitedOf) : meeting.invited,
    options: changedOptions(meeting.options, changes),
    keptProperties: { ...meeting.keptProperties, ...keptOf(changes) },
  }
}

function changedOptions(options: MeetingOptions, changes: OnlineMeetingChanges): MeetingOptions {
  const { lobbyBypassSettings: lobby, allowedPresenters, allowedLobbyAdmitters } = changes
  return {
    lobbyScope: lobby?.scope ? SCOPES[lobby.scope] : options.lobbyScope,
    dialInBypassesLobby: lobby?.isDialInBypassEnabled ?? options.dialInBypassesLobby,
    presenters: allowedPresenters ? PRESENTERS[allowedPresenters] : options.presenters,
    lobbyAdmitters: allowedLobbyAdmitters ?? options.lobbyAdmitters,
  }
}

/** Members beyond the schema pass it; those of the table are kept. */
const keptOf = (changes: OnlineMeetingChanges): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(changes).filter(([name]) => Object.hasOwn(KEPT_DEFAULTS, name)))

function invitedOf({ upn, role, identity }: Static<typeof Attendee>): InvitedPerson {
  return {
    user: identity?.user?.id?.toLowerCase(),
    userPrincipalName: upn ?? undefined,
    role: role === 'coorganizer' || role === 'presenter' ? role : 'attendee',
  }
}

function instantOf(text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined
  const instant = parseIso(text)
  if (instant === undefined)
    throw graphError('BadRequest', 'A date and time is expected as 2026-01-15T09:00:00Z.')
  return instant
}

const digits = (ids: Ids): string => `2${Array.from(ids.bytes(12), byte => byte % 10).join('')}`

/** Without letters that look alike. */
const PASSCODE_LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const passcode = (ids: Ids): string =>
  Array.from(ids.bytes(8), byte => PASSCODE_LETTERS.charAt(byte % PASSCODE_LETTERS.length)).join('')

const HOST = 'https://teams.microsoft.com'

/** `…/l/meetup-join/<thread>/0?context={"Tid","Oid"}` */
export function longJoinUrl({ threadId, organizer }: Meeting): string {
  const context = JSON.stringify({ Tid: organizer.tenant, Oid: organizer.user })
  return `${HOST}/l/meetup-join/${encodeURIComponent(threadId)}/0?context=${encodeURIComponent(context)}`
}

export const shortJoinUrl = ({ joinMeetingId, passcode: code }: Meeting): string =>
  `${HOST}/meet/${joinMeetingId}${code === undefined ? '' : `?p=${code}`}`

export function onlineMeetingOf(
  meeting: Meeting,
  directory: MeetingDirectory,
): Readonly<Record<string, unknown>> {
  const { options, joinMeetingId, threadId, passcode: code } = meeting
  return {
    id: meeting.id,
    creationDateTime: toIso(meeting.created),
    startDateTime: toIso(meeting.starts),
    endDateTime: toIso(meeting.ends),
    subject: meeting.subject ?? null,
    joinWebUrl: longJoinUrl(meeting),
    '@anteroom.shortJoinWebUrl': shortJoinUrl(meeting),
    meetingCode: joinMeetingId,
    externalId: meeting.externalId ?? null,
    isBroadcast: false,
    audioConferencing: null,
    videoTeleconferenceId: null,
    ...meeting.keptProperties,
    allowedPresenters: presentersName(options.presenters),
    allowedLobbyAdmitters: options.lobbyAdmitters,
    lobbyBypassSettings: {
      scope: scopeName(options.lobbyScope),
      isDialInBypassEnabled: options.dialInBypassesLobby,
    },
    joinMeetingIdSettings: { isPasscodeRequired: code !== undefined, joinMeetingId, passcode: code ?? null },
    chatInfo: { threadId, messageId: '0', replyChainMessageId: null },
    participants: {
      organizer: participantOf({ user: meeting.organizer.user, role: 'presenter' }, directory),
      attendees: meeting.invited.map(person => participantOf(person, directory)),
    },
  }
}

function participantOf(
  { user: id, userPrincipalName, role }: InvitedPerson,
  directory: MeetingDirectory,
): unknown {
  const reference = id ?? userPrincipalName
  const user = reference === undefined ? undefined : directory.user(reference)
  const identity = user && {
    id: user.id,
    displayName: user.displayName,
    tenantId: user.tenant,
    identityProvider: 'AAD',
  }
  return {
    upn: userPrincipalName ?? user?.userPrincipalName ?? null,
    role,
    identity: { application: null, device: null, user: identity ?? (id === undefined ? null : { id }) },
  }
}
