/** The chat source: its surfaces, and the port through which meetings open their threads to those who are there. */
import { type Caller, type Clock, type Ids, type Surface, standardErrorBody } from '#base'
import type { ResourceId, TenantId } from '#records'
import { createOperationLog } from '#sources/operations'
import type { State } from '#state'
import { createChatLimits } from './limits.ts'
import { createMeetingChat, forgetConnections, type MeetingChat } from './meeting-chat.ts'
import type { ChatDirectory, MeetingChatPolicy, Services } from './operation.ts'
import { messageOperations } from './operations/messages.ts'
import { participantOperations } from './operations/participants.ts'
import { signOperations } from './operations/signs.ts'
import { threadOperations } from './operations/threads.ts'
import { createRealtime, type SocketRoute } from './realtime/create-realtime.ts'
import { createRecorder } from './recorded.ts'
import { type ChatSettings, chatDefaults } from './settings.ts'

/** What chat must know of users and their tokens; identity has it. */
export interface ChatUsers {
  /** Throws ApiError 401. */
  verifyUserToken(jwt: string): Promise<Caller>
  /** Who a token was issued to, dead or alive; undefined for what is no token of this service. */
  ownerOfToken(jwt: string): Promise<Caller | undefined>
  /** Whether that Communication Services user exists, by raw id. */
  hasUser(id: string): boolean
}

export interface ChatOptions {
  /** Opened with `chatMigrations`. */
  readonly state: State
  readonly directory: {
    resource(id: ResourceId): { readonly id: ResourceId } | undefined
    meetingSettings(
      tenant: TenantId,
      organizer: string,
    ): { readonly MeetingChatEnabledType: MeetingChatPolicy }
  }
  readonly users: ChatUsers
  readonly clock: Clock
  readonly ids: Ids
  readonly settings?: Partial<ChatSettings>
}

export interface Chat {
  readonly surfaces: readonly Surface[]
  /** WebSockets of realtime. */
  readonly sockets: readonly SocketRoute[]
  readonly meetings: MeetingChat
}

/** Published versions of the API, oldest first. */
const CHAT_VERSIONS = ['2021-03-07', '2021-09-07', '2023-11-07', '2024-03-07', '2025-03-15'] as const

/** Images in messages are not kept. */
const MISSING = [
  { id: 'UploadChatImage', method: 'POST', path: '/chat/threads/{threadId}/images' },
  { id: 'GetChatImage', method: 'GET', path: '/chat/threads/{threadId}/images/{imageId}' },
  { id: 'DeleteChatImage', method: 'DELETE', path: '/chat/threads/{threadId}/images/{imageId}' },
] as const

/** Ends what the last run left open. */
export async function createChat(options: ChatOptions): Promise<Chat> {
  const { state, users, clock, ids } = options
  const settings: ChatSettings = { ...chatDefaults, ...options.settings }
  const services: Services = {
    directory: chatDirectoryOf(options.directory),
    ids,
    settings,
    hasUser: users.hasUser,
  }
  const { verifyUserToken } = users
  const { publish, ...realtime } = createRealtime({ clock, ids, verifyUserToken })
  const { route, refused } = createRecorder({
    services,
    log: createOperationLog({ api: 'chat', state, clock, ids }),
    clock,
    ids,
    limits: settings.enforceLimits ? createChatLimits(settings.limits) : undefined,
    ownerOfToken: users.ownerOfToken,
    publish,
  })
  const meetings = { state, clock, services, publish }
  await forgetConnections(meetings)
  const operations = [...threadOperations, ...messageOperations, ...participantOperations, ...signOperations]
  return {
    surfaces: [
      {
        name: 'chat',
        access: { kind: 'userToken' },
        versions: CHAT_VERSIONS,
        routes: operations.map(route),
        missing: MISSING,
        prefixes: ['chat'],
        errorBody: error => standardErrorBody(error),
        refused,
      },
      ...realtime.surfaces,
    ],
    sockets: realtime.sockets,
    meetings: createMeetingChat(meetings),
  }
}

const chatDirectoryOf = ({ resource, meetingSettings }: ChatOptions['directory']): ChatDirectory => ({
  resource,
  meetingChatOf: ({ tenant, user }) => meetingSettings(tenant, user).MeetingChatEnabledType,
})
