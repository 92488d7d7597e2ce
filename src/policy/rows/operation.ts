/** The columns of the operation logs: those that all APIs share, and a row of further ones for each API. */
import { type Field, type Operation, type RuleId, shown } from '#records'
import { cite } from '../rules/catalogue.ts'

type Fields = Readonly<Record<string, Field>>

interface OperationLog {
  readonly category: string
  /** Why there is a row. */
  readonly rules: readonly RuleId[]
  readonly own: (operation: Operation) => Fields
}

/** Rooms follow with their source. */
const LOGS: Readonly<Partial<Record<Operation['api'], OperationLog>>> = {
  identity: {
    category: 'AuthOperational',
    rules: cite('R2', 'R4'),
    own: ({ identity, scopes }) => ({ Identity: shown(identity), Scopes: shown(scopes) }),
  },
  chat: {
    category: 'ChatOperational',
    rules: cite('R3', 'R4', 'R50'),
    own: ({ identity, thread, message, callerIp }) => ({
      CallerIpAddress: shown(callerIp),
      UserId: shown(identity),
      ChatThreadId: shown(thread),
      ChatMessageId: shown(messageNumber(message)),
    }),
  },
}

export interface OperationRow {
  readonly category: string
  readonly rules: readonly RuleId[]
  readonly fields: Fields
}

/** Undefined for an API that has no log. */
export function operationRow(operation: Operation): OperationRow | undefined {
  const log = LOGS[operation.api]
  if (!log) return undefined
  const { category, rules, own } = log
  return { category, rules, fields: { ...sharedFields(operation, category), ...own(operation) } }
}

function sharedFields(operation: Operation, category: string): Fields {
  const { statusCode } = operation
  return {
    OperationName: shown(operation.name),
    CorrelationId: shown(operation.correlationId),
    OperationVersion: shown(operation.apiVersion),
    Category: shown(category),
    ResultType: shown(statusCode < 400 ? 'Succeeded' : 'Failed'),
    ResultSignature: shown(String(statusCode)),
    ResultDescription: shown(operation.description),
    DurationMs: shown(Math.round(operation.durationMs)),
    Level: shown(levelOf(statusCode)),
    URI: shown(operation.uri),
    SdkType: shown(sdkTypeOf(operation.userAgent)),
    PlatformType: shown(platformTypeOf(operation.userAgent)),
  }
}

/** Message ids are whole numbers; what a caller put in their place is no id of a message. */
const messageNumber = (message = ''): number | undefined =>
  /^\d{1,15}$/.test(message) ? Number(message) : undefined

function levelOf(statusCode: number): string {
  if (statusCode >= 500) return 'Error'
  return statusCode >= 400 ? 'Warning' : 'Informational'
}

/** Official clients introduce themselves as `azsdk-<language>-<package>/<version> (<runtime>; <platform>)`. */
const sdkTypeOf = (userAgent = ''): string | undefined =>
  /\bazsdk-([a-z]+)-/i.exec(userAgent)?.[1]?.toLowerCase()

/** First match counts: Android names Linux as well. */
const PLATFORMS: readonly (readonly [RegExp, string])[] = [
  [/windows/i, 'Windows'],
  [/android/i, 'Android'],
  [/iphone|ipad|\bios\b/i, 'iOS'],
  [/darwin|mac ?os/i, 'macOS'],
  [/linux/i, 'Linux'],
]

const platformTypeOf = (userAgent = ''): string | undefined =>
  PLATFORMS.find(([pattern]) => pattern.test(userAgent))?.[1]
