/** The structured log: one JSON object a line, never with a key, token, passcode or signature in it. */

import { type DestinationStream, pino } from 'pino'
import type { Log } from '#base'
import type { Settings } from './settings/table.ts'

/** `to` defaults to standard error. */
export function openLog(level: Settings['logLevel'], to?: DestinationStream): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: pino.stdSerializers.err },
      formatters: { level: label => ({ level: label }) },
    },
    to ?? pino.destination({ dest: 2, sync: false }),
  )
  const clean = (fields: Readonly<Record<string, unknown>>) =>
    withoutSecrets({ ...fields, ...(fields.err instanceof Error && { err: errorFields(fields.err) }) })
  return {
    info: (fields, message) => logger.info(clean(fields), textWithoutSecrets(message)),
    warn: (fields, message) => logger.warn(clean(fields), textWithoutSecrets(message)),
    error: (fields, message) => logger.error(clean(fields), textWithoutSecrets(message)),
  }
}

const errorFields = ({ name, message, stack, cause }: Error): Readonly<Record<string, unknown>> => ({
  name,
  message,
  stack,
  ...(cause instanceof Error && { cause: errorFields(cause) }),
})

const SECRET_NAME =
  /authorization|signature|token|secret|passcode|password|accesskey|(?:primary|secondary|private)key|^key$|cookie/i
const HIDDEN = '[hidden]'
const DEEPEST = 6

/** A copy whose members with telling names are hidden, and whose texts are cleaned. */
function withoutSecrets(value: unknown, depth = 0): object {
  const entries = Object.entries(Object(value)).map(([name, member]) => [
    name,
    SECRET_NAME.test(name) ? HIDDEN : cleaned(member, depth + 1),
  ])
  return Object.fromEntries(entries)
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return textWithoutSecrets(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > DEEPEST) return '[deep]'
  return Array.isArray(value) ? value.map(item => cleaned(item, depth + 1)) : withoutSecrets(value, depth)
}

/** What secrets look like inside longer text. */
const SECRETS: readonly [RegExp, string][] = [
  [/(accesskey=)[^;\s"']+/gi, `$1${HIDDEN}`],
  [/(\b(?:Bearer|Basic)\s+)[^\s"']+/gi, `$1${HIDDEN}`],
  [/(Signature=)[^\s"']+/gi, `$1${HIDDEN}`],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, HIDDEN],
  [/([?&](?:p|passcode|pwd|sig|token|code|client_secret|access_token)=)[^&\s"']+/gi, `$1${HIDDEN}`],
  [/\b[A-Za-z0-9+/]{86}==/g, HIDDEN],
]

const textWithoutSecrets = (text: string): string =>
  SECRETS.reduce((clean, [pattern, by]) => clean.replace(pattern, by), text)
