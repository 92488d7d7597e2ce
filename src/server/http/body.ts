/** The bytes of a request to a checked value: unpacked, parsed, bounded in size and depth. */
import { gunzipSync } from 'node:zlib'
import { messageOf } from '#base'
import { hostError } from './errors.ts'

export interface BodyLimits {
  /** Most bytes, also after unpacking. */
  readonly bytes: number
  readonly depth: number
}

export interface RawBody {
  readonly bytes: Buffer | undefined
  readonly contentType: string | undefined
  readonly contentEncoding: string | undefined
  /** Text counts as JSON. */
  readonly acceptsText?: boolean | undefined
  /** Whatever it is, it is handed over as text. */
  readonly takesText?: boolean | undefined
}

/** Undefined for an empty body, whatever its content type (clients send empty JSON bodies). Throws ApiError. */
export function readBody(raw: RawBody, limits: BodyLimits): unknown {
  const bytes = raw.bytes && unpack(raw.bytes, raw.contentEncoding, limits.bytes)
  if (!bytes || bytes.length === 0) return undefined
  if (raw.takesText) return bytes.toString('utf8')
  const mediaType = raw.contentType?.split(';')[0]?.trim().toLowerCase() ?? 'application/json'
  if (mediaType === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')))
  }
  const isText = raw.acceptsText && mediaType === 'text/plain'
  if (mediaType !== 'application/json' && !mediaType.endsWith('+json') && !isText) {
    throw hostError('MediaType', { found: mediaType })
  }
  const value = parseJson(bytes)
  if (isDeeper(value, limits.depth)) throw hostError('BodyTooDeep', { limit: limits.depth })
  return value
}

function unpack(bytes: Buffer, encoding: string | undefined, most: number): Buffer {
  if (encoding === undefined || encoding === 'identity' || bytes.length === 0) return bytes
  if (encoding.toLowerCase() !== 'gzip') throw hostError('BadEncoding', { found: encoding })
  try {
    return gunzipSync(bytes, { maxOutputLength: most })
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'ERR_BUFFER_TOO_LARGE') {
      throw hostError('BodyTooLarge', { limit: most })
    }
    throw hostError('BadEncoding', { found: `${encoding}, but the bytes are not` })
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw hostError('BadJson', { why: whereItBroke(messageOf(error)) })
  }
}

/** The engine's message quotes the body, which may hold a token: only where it went wrong is kept. */
function whereItBroke(message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return `it goes wrong at character ${position}.`
  return /end of JSON/.test(message) ? 'it ends too early.' : 'there is a character where none may be.'
}

/** By levels and not by recursion: the depth is the sender's choice. */
function isDeeper(value: unknown, most: number): boolean {
  let level: readonly unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true
    level = level.flatMap(item => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return false
}
