/** The columns of the operation logs: those that all APIs share, and a row of further ones for each API. */
import { type Field, type Operation, type RuleId, shown, tableOfCategory } from '#records'
import { cite } from '../rules/catalogue.ts'

type Fields = Readonly<Record<string, Field>>

interface OperationLog {
  readonly category: string
  /** Why there is a row. */
  readonly rules: readonly RuleId[]
  readonly own: (operation: Operation) => Fields
}

const LOGS: Readonly<Record<Operation['api'], OperationLog>> = {
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
  rooms: {
    category: 'RoomsOperational',
    rules: cite('R2', 'R4'),
    own: ({ room = {} }) => ({
      RoomId: shown(room.id),
      RoomLifespan: shown(room.lifespan),
      RoomParticipantsCount: shown(room.participants),
      RoomParticipantsConsumer: shown(room.consumers),
      RoomParticipantsAttendee: shown(room.attendees),
      RoomParticipantsPresenter: shown(room.presenters),
      AddedRoomParticipantsCount: shown(room.added),
      UpsertedRoomParticipantsCount: shown(room.upserted),
      RemovedRoomParticipantsCount: shown(room.removed),
      PstnDialOutEnabled: shown(room.pstnDialOutEnabled),
    }),
  },
}

export interface OperationRow {
  readonly category: string
  readonly rules: readonly RuleId[]
  readonly fields: Fields
}

/** The row has the columns of its table: the log of rooms knows neither duration nor client. */
export function operationRow(operation: Operation): OperationRow {
  const { category, rules, own } = LOGS[operation.api]
  const columns = new Set(tableOfCategory(category)?.columns.map(({ name }) => name))
  const all = { ...sharedFields(operation, category), ...own(operation) }
  const fields = Object.fromEntries(Object.entries(all).filter(([name]) => columns.has(name)))
  return { category, rules, fields }
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
