/** What somebody pasted → what it may be, in every spelling that the tables know it by. Pure. */

export type QuestionKind =
  | 'link'
  | 'thread'
  | 'meetingId'
  | 'acsUser'
  | 'teamsUser'
  | 'visitor'
  | 'bot'
  | 'phone'
  | 'principalName'
  | 'guid'
  | 'other'

export interface Question {
  readonly text: string
  readonly kind: QuestionKind
  /** Raw ids, identifiers of call tables, GUIDs: whatever columns of ids hold. */
  readonly ids: readonly string[]
  /** Thread of a meeting, where the text has one. */
  readonly thread?: string | undefined
  /** With its plus. */
  readonly phone?: string | undefined
}

const THREAD = /(19(?::|%3a)[^/\s?"']{1,300}?(?:@|%40)(?:thread\.(?:v2|tacv2|skype)|unq\.gbl\.spaces))/i
const RAW = /^(\d+):(acs|gcch-acs|dod-acs|spool|orgid|gcch|dod|teamsvisitor):(.+)$/i
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LINK = /^(https?:\/\/|teams\.(microsoft|live)\.com\/|\S+\/(l\/meetup-join|meet)\/)/i

export function readQuestion(pasted: string): Question {
  const text = pasted.trim().replace(/^["'<]+|["'>]+$/g, '')
  const thread = decoded(THREAD.exec(text)?.[1])
  if (LINK.test(text)) return { text, kind: 'link', ids: [], thread }
  if (thread !== undefined) return { text, kind: 'thread', ids: [thread], thread }
  const raw = RAW.exec(text)
  if (raw) return ofRawId(text, raw)
  if (/^acs:/i.test(text)) return { text, kind: 'acsUser', ids: [text, `8:${text}`] }
  if (/^teamsvisitor:/i.test(text))
    return { text, kind: 'visitor', ids: [`8:${text}`, text.slice('teamsvisitor:'.length)] }
  if (/^4:/.test(text) || /^\+[\d\s().-]{6,}$/.test(text)) return ofPhone(text)
  if (/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(text)) return { text, kind: 'principalName', ids: [text] }
  if (GUID.test(text)) {
    const id = text.toLowerCase()
    return { text, kind: 'guid', ids: [...new Set([id, text, `8:orgid:${id}`, `28:orgid:${id}`])] }
  }
  if (/^[\d\s-]{9,20}$/.test(text)) return { text, kind: 'meetingId', ids: [text.replaceAll(/[\s-]/g, '')] }
  return { text, kind: 'other', ids: text === '' ? [] : [text] }
}

function ofRawId(text: string, [, digit = '', word = '', rest = '']: RegExpExecArray): Question {
  if (digit === '28') return { text, kind: 'bot', ids: [text, rest] }
  const kind = word.toLowerCase()
  if (kind === 'teamsvisitor') return { text, kind: 'visitor', ids: [text, rest] }
  if (kind === 'orgid' || kind === 'gcch' || kind === 'dod')
    return { text, kind: 'teamsUser', ids: [text, rest.toLowerCase()] }
  return { text, kind: 'acsUser', ids: [text, `acs:${rest}`] }
}

function ofPhone(text: string): Question {
  const digits = text.replace(/^4:/, '').replaceAll(/\D/g, '')
  return { text, kind: 'phone', ids: [`4:+${digits}`], phone: `+${digits}` }
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
