/** What somebody pasted or the address bar holds → the meeting that is meant. The server reads the links themselves. */
import type { LocatorInput } from '#sources/meetings/client'

/** A meeting as text, and the passcode that goes with an id. */
export interface MeetingText {
  readonly text: string
  readonly passcode: string
}

interface Form {
  readonly pattern: RegExp
  locator(found: string, passcode: string): LocatorInput
}

const THREAD_LINK = 'https://teams.microsoft.com/l/meetup-join/'

/** The first form that fits wins. */
const FORMS: readonly Form[] = [
  { pattern: /^(https?:\/\/\S+)$/i, locator: meetingLink => ({ meetingLink }) },
  {
    pattern: /^(19:[^\s/]+@thread\.\S+)$/i,
    locator: thread => ({ meetingLink: `${THREAD_LINK}${encodeURIComponent(thread)}/0` }),
  },
  { pattern: /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i, locator: groupId => ({ groupId }) },
  { pattern: /^room\/(\S+)$/i, locator: roomId => ({ roomId }) },
  {
    pattern: /^(\d[\d\s-]{7,30}\d)$/,
    locator: (digits, passcode) => ({
      meetingId: digits.replaceAll(/[\s-]/g, ''),
      ...(passcode !== '' && { passcode }),
    }),
  },
]

/** Undefined: it is none of the forms. */
export function locatorOf({ text, passcode }: MeetingText): LocatorInput | undefined {
  for (const { pattern, locator } of FORMS) {
    const found = pattern.exec(text.trim())?.[1]
    if (found !== undefined) return locator(found, passcode.trim())
  }
  return undefined
}

/** Links to this page, of whatever host, are read as what they stand for. */
export function readPasted(pasted: string, passcode: string): MeetingText {
  const text = pasted.trim().replace(/^<(.*)>$/, '$1')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url?.pathname.startsWith('/meet/') || /(^|\.)teams\./.test(url.hostname)) return { text, passcode }
  return readAddress(url)
}

/** `/meet/<meeting>?p=<passcode>`. */
export function readAddress({ pathname, search }: Pick<URL, 'pathname' | 'search'>): MeetingText {
  return {
    text: decoded(pathname.replace(/^\/meet\/?/, '')),
    passcode: new URLSearchParams(search).get('p') ?? '',
  }
}

/** An address that somebody cut or mistyped still reads as text. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The path and query of a meeting. */
export function addressOf({ text, passcode }: MeetingText): string {
  const path = `/meet/${text.split('/').map(encodeURIComponent).join('/')}`
  return passcode === '' ? path : `${path}?p=${encodeURIComponent(passcode)}`
}
