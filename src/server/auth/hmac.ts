/**
 * HMAC-SHA256 request signatures as the Communication Services clients make them. The JavaScript clients sign the
 * query as URLSearchParams prints it, all others sign it as sent; both forms are accepted.
 */
import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Instant } from '#base'
import type { Target } from '../http/target.ts'

export interface SignedRequest {
  readonly method: string
  readonly target: Target
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer | undefined
}

export type SignatureVerdict<Owner> =
  | { readonly kind: 'valid'; readonly owner: Owner }
  /** `owner` is known when the signature itself was right and only its date or body was not. */
  | { readonly kind: 'refused'; readonly reason: SignatureProblem; readonly owner?: Owner }

/** Clients resend the same bytes while they retry, so the tolerance must outlast their waits. */
export const CLOCK_TOLERANCE_MS = 15 * 60_000

export const signatureProblems = {
  malformed:
    'The Authorization header is malformed: expected HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=<base64>.',
  unsignedHeaders: 'SignedHeaders must name a date header (x-ms-date or date), host and x-ms-content-sha256.',
  headerMissing: 'A header named in SignedHeaders is missing.',
  dateMalformed: 'The date header is not an RFC 1123 date.',
  clockSkew: 'The date header is more than 15 minutes away from the time of this server.',
  contentHash: 'x-ms-content-sha256 is not the SHA-256 of the body that arrived.',
  signature: 'The signature was made with none of the known access keys, or over other bytes.',
} as const
export type SignatureProblem = keyof typeof signatureProblems

const FORM = /^HMAC-SHA256 SignedHeaders=([\w;-]+)&Signature=([A-Za-z0-9+/]{43}=)$/i
const CONTENT_HASH = 'x-ms-content-sha256'

/** Finds whose key signed the request by asking `ownerOf`, which tries each key with the given test. */
export function verifySignature<Owner>(
  request: SignedRequest,
  ownerOf: (matches: (key: KeyObject) => boolean) => Owner | undefined,
  now: Instant,
): SignatureVerdict<Owner> {
  const [, names, given] = FORM.exec(request.headers.authorization ?? '') ?? []
  if (names === undefined || given === undefined) return { kind: 'refused', reason: 'malformed' }
  const signed = names.toLowerCase().split(';')
  const dateHeader = signed.find(name => name === 'x-ms-date' || name === 'date')
  if (!dateHeader || !signed.includes('host') || !signed.includes(CONTENT_HASH)) {
    return { kind: 'refused', reason: 'unsignedHeaders' }
  }
  const values = signed.map(name => request.headers[name])
  if (values.includes(undefined)) return { kind: 'refused', reason: 'headerMissing' }
  const texts = queryForms(request.target).map(path => `${request.method}\n${path}\n${values.join(';')}`)
  const signature = Buffer.from(given, 'base64')
  const owner = ownerOf(key => texts.some(text => timingSafeEqual(hmac(key, text), signature)))
  if (!owner) return { kind: 'refused', reason: 'signature' }
  const reason = dateProblem(request.headers[dateHeader], now) ?? hashProblem(request)
  return reason ? { kind: 'refused', reason, owner } : { kind: 'valid', owner }
}

const hmac = (key: KeyObject, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest()

/** The path with its query as sent, and as the JavaScript clients print it where that differs. */
function queryForms({ raw, rawPath, rawQuery }: Target): readonly string[] {
  const normal = rawQuery ? `${rawPath}?${new URLSearchParams(rawQuery)}` : raw
  return normal === raw ? [raw] : [raw, normal]
}

function dateProblem(text: string | undefined, now: Instant): SignatureProblem | undefined {
  const date = Date.parse(text ?? '')
  if (Number.isNaN(date)) return 'dateMalformed'
  return Math.abs(date - now) > CLOCK_TOLERANCE_MS ? 'clockSkew' : undefined
}

function hashProblem({ headers, body }: SignedRequest): SignatureProblem | undefined {
  const hash = createHash('sha256')
    .update(body ?? '')
    .digest()
  const given = Buffer.from(headers[CONTENT_HASH] ?? '', 'base64')
  return given.length === hash.length && timingSafeEqual(given, hash) ? undefined : 'contentHash'
}
