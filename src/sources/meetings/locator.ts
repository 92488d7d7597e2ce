/**
 * What somebody joins with, in all its forms (teams-interop §2), read without asking anybody. A passcode is a
 * secret: nothing here puts the text it read into a message.
 */
import { isUuid } from '#base'
import { type TenantId, tenantId } from '#records'
import type { EndName } from './decisions/ends.ts'

/** As the calling SDK takes it. */
export type LocatorInput =
  | { readonly meetingLink: string }
  | { readonly meetingId: string; readonly passcode?: string | undefined }
  | {
      readonly threadId: string
      readonly organizerId: string
      readonly tenantId: string
      readonly messageId?: string | undefined
    }
  | { readonly roomId: string }
  | { readonly groupId: string }

export type Locator =
  | {
      readonly kind: 'thread'
      readonly threadId: string
      /** `0` for scheduled meetings, a timestamp for a channel's. */
      readonly messageId: string
      readonly tenant?: TenantId | undefined
      readonly organizer?: string | undefined
    }
  | { readonly kind: 'meetingId'; readonly meetingId: string; readonly passcode?: string | undefined }
  | { readonly kind: 'room'; readonly roomId: string }
  | { readonly kind: 'group'; readonly groupId: string }

export type LocatorReading =
  | { readonly kind: 'read'; readonly locator: Locator }
  | { readonly kind: 'refused'; readonly end: EndName; readonly fix: string }

export function parseLocator(input: LocatorInput): LocatorReading {
  if ('meetingLink' in input) return parseLink(input.meetingLink)
  if ('meetingId' in input) return readMeetingId(input.meetingId, input.passcode)
  if ('roomId' in input) return { kind: 'read', locator: { kind: 'room', roomId: input.roomId } }
  if ('groupId' in input) return readGroup(input.groupId)
  return readThread(input.threadId, input.messageId ?? '0', { Tid: input.tenantId, Oid: input.organizerId })
}

const HOSTS = ['teams.microsoft.com', 'gov.teams.microsoft.us', 'dod.teams.microsoft.us']
const HOME_HOSTS = ['teams.live.com']

/** Mail filters wrap links into their own: the parameter that carries the real one. */
const WRAPPERS: readonly (readonly [host: RegExp, parameter: string])[] = [
  [/(^|\.)safelinks\.protection\.(outlook|office365)\.(com|us)$/, 'url'],
  [/(^|\.)google\.com$/, 'q'],
]
const MOST_WRAPPERS = 3

function parseLink(text: string): LocatorReading {
  const url = unwrap(readUrl(text))
  if (!url) return bad('Copy the whole link of the invitation, beginning with https://.')
  if (HOME_HOSTS.includes(url.hostname)) {
    return {
      kind: 'refused',
      end: 'teamsForHome',
      fix: 'Organize the meeting with a work or school account.',
    }
  }
  if (!HOSTS.includes(url.hostname)) return bad(`Links to meetings lead to one of ${HOSTS.join(', ')}.`)
  // Older web clients put the path behind `_#`.
  const path = url.hash.startsWith('#/') ? url.hash.slice(1) : url.pathname
  const segments = path.split('?')[0]?.split('/').filter(Boolean) ?? []
  const parameters = path === url.pathname ? url.searchParams : new URLSearchParams(path.split('?')[1])
  const [first, second] = segments.map(segment => segment.toLowerCase())
  if (first === 'meet') return readMeetingId(segments[1] ?? '', parameters.get('p') ?? undefined)
  if (first !== 'l' || second !== 'meetup-join') return bad('This link leads to Teams, but not to a meeting.')
  return readThread(segments[2] ?? '', segments[3] ?? '0', readContext(parameters.get('context')))
}

function readUrl(text: string): URL | undefined {
  const bare = text.trim().replace(/^<|>$/g, '')
  return URL.parse(/^https?:\/\//i.test(bare) ? bare : `https://${bare}`) ?? undefined
}

function unwrap(url: URL | undefined): URL | undefined {
  let found = url
  for (let i = 0; found && i < MOST_WRAPPERS; i++) {
    const { hostname, searchParams } = found
    const inner = WRAPPERS.find(([host]) => host.test(hostname))?.[1]
    const wrapped = inner && searchParams.get(inner)
    if (!wrapped) return found
    found = readUrl(wrapped)
  }
  return found
}

const THREAD = /^19:[^/\s]{1,300}@(thread\.(v2|tacv2|skype)|unq\.gbl\.spaces)$/i

/** Decoded once; a second time only where the result still is encoded. */
function readThread(encoded: string, messageId: string, context: Context): LocatorReading {
  const once = decode(encoded)
  const threadId = once?.toLowerCase().startsWith('19%3a') ? decode(once) : once
  if (threadId === undefined || !THREAD.test(threadId))
    return bad('The link lacks the id of a meeting thread.')
  const { Tid, Oid } = context
  const locator = {
    kind: 'thread',
    threadId,
    messageId: decode(messageId) ?? '0',
    tenant: Tid !== undefined && isUuid(Tid) ? tenantId(Tid) : undefined,
    organizer: Oid !== undefined && isUuid(Oid) ? Oid.toLowerCase() : undefined,
  } as const
  return { kind: 'read', locator }
}

interface Context {
  readonly Tid?: string | undefined
  readonly Oid?: string | undefined
}

/** Missing or unreadable, the thread alone still leads to the meeting. */
function readContext(text: string | null): Context {
  if (text === null) return {}
  try {
    const decoded = text.startsWith('%') ? decodeURIComponent(text) : text
    const value: unknown = JSON.parse(decoded)
    if (typeof value !== 'object' || value === null) return {}
    return { Tid: textOf(Reflect.get(value, 'Tid')), Oid: textOf(Reflect.get(value, 'Oid')) }
  } catch {
    return {}
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** 9 to 15 digits were seen; people type them with spaces. */
function readMeetingId(typed: string, passcode: string | undefined): LocatorReading {
  const meetingId = typed.replaceAll(/[\s-]/g, '')
  if (!/^\d{9,15}$/.test(meetingId)) return bad('A meeting id has 9 to 15 digits; spaces do no harm.')
  return { kind: 'read', locator: { kind: 'meetingId', meetingId, passcode: passcode?.trim() || undefined } }
}

function readGroup(groupId: string): LocatorReading {
  if (!isUuid(groupId)) return bad('A group id is a GUID that the app makes.')
  return { kind: 'read', locator: { kind: 'group', groupId: groupId.toLowerCase() } }
}

const bad = (fix: string): LocatorReading => ({ kind: 'refused', end: 'badLocator', fix })
