/** A chat source over a real state, driven by a manual clock. Tokens here are `<raw id>|<scopes>`, dead when revoked. */
import {
  ApiError,
  type Caller,
  type HttpReply,
  type ManualClock,
  manualClock,
  type RefusedRequest,
  seededIds,
  silentLog,
} from '#base'
import { type Fact, resourceId, tenantId } from '#records'
import { openState, type State } from '#state'
import { type Chat, type ChatOptions, createChat } from '../create-chat.ts'
import type { MeetingChatPolicy } from '../operation.ts'
import type { ChatSettings } from '../settings.ts'
import { chatMigrations } from '../store/migrations.ts'

export const contoso = tenantId('c0111111-1111-4111-8111-111111111111')
export const ours = resourceId('aaaaaaaa-0000-4000-8000-000000000001')
export const alice = `8:acs:${ours}_a`
export const bob = `8:acs:${ours}_b`
export const organizer = { tenant: contoso, user: '0e000000-0000-4000-8000-000000000001' }
export const olivia = `8:orgid:${organizer.user}`

export interface Asked {
  readonly body?: unknown
  readonly thread?: string
  readonly message?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly scopes?: readonly string[]
}

export interface AChat {
  readonly clock: ManualClock
  readonly state: State
  readonly chat: Chat
  /** The organizer's policy, which may change at any time. */
  policy: MeetingChatPolicy
  /** Tokens that are refused from now on. */
  readonly revoked: Set<string>
  /** Calls the operation of that id as the host would. */
  ask(user: string, operation: string, asked?: Asked): Promise<HttpReply>
  /** The same; gives the status, also of a refusal. */
  statusOf(user: string, operation: string, asked?: Asked): Promise<number>
  /** A refusal of the host, before any operation. */
  refuse(target: string, bearer: string): Promise<void>
  /** What was recorded since the last time. */
  operations(): readonly Extract<Fact, { kind: 'operation' }>['operation'][]
}

interface Options {
  readonly settings?: Partial<ChatSettings>
  /** Of the journal. */
  readonly limits?: { readonly entries: number; readonly bytes: number }
  /** Another one's, for a restart. */
  readonly state?: State
}

export const tokenOf = (user: string, scopes: readonly string[] = ['chat']): string =>
  `${user}|${scopes.join(',')}`

function callerOf(jwt: string): Caller | undefined {
  const [user = '', scopes = ''] = jwt.split('|')
  return user.startsWith('8:')
    ? { kind: 'userToken', resource: ours, user, scopes: scopes.split(',') }
    : undefined
}

export async function aChat(options: Options = {}): Promise<AChat> {
  const clock = manualClock()
  const { limits, settings } = options
  const state =
    options.state ??
    openState({
      path: ':memory:',
      migrations: chatMigrations,
      clock,
      log: silentLog,
      ...(limits && { limits }),
    })
  const revoked = new Set<string>()
  const world = { policy: 'Enabled' as MeetingChatPolicy }
  const chat = await createChat({
    state,
    clock,
    ids: seededIds(1),
    settings: { enforceLimits: false, ...settings },
    directory: directoryWith(() => world.policy),
    users: {
      hasUser: id => id === alice || id === bob,
      ownerOfToken: async jwt => callerOf(jwt),
      verifyUserToken: async jwt => {
        const caller = callerOf(jwt)
        if (caller && !revoked.has(jwt)) return caller
        throw new ApiError({ status: 401, code: 'Unauthorized', message: 'dead' })
      },
    },
  })
  const routes = chat.surfaces.flatMap(surface => surface.routes)
  let seen = 0
  const ask = async (user: string, operation: string, asked: Asked = {}): Promise<HttpReply> => {
    const route = routes.find(({ id }) => id === operation)
    if (!route) throw new Error(`no operation ${operation}`)
    const caller = callerOf(tokenOf(user, asked.scopes)) ?? { kind: 'nobody' }
    return route.handle(requestOf({ method: route.method, path: route.path, caller, asked, clock }))
  }
  return Object.assign(world, {
    clock,
    state,
    chat,
    revoked,
    ask,
    statusOf: (user: string, operation: string, asked?: Asked) =>
      ask(user, operation, asked).then(
        ({ status }) => status,
        error => (error instanceof ApiError ? error.status : Promise.reject(error)),
      ),
    refuse: async (target: string, bearer: string) => {
      const error = new ApiError({ status: 401, code: 'Unauthorized', message: 'dead' })
      await chat.surfaces[0]?.refused?.(refusedRequest({ target, bearer, error, clock }))
    },
    operations: () => {
      const entries = state.journal.after(seen, 10_000)
      seen = entries.at(-1)?.seq ?? seen
      return entries.flatMap(({ fact }) => (fact.kind === 'operation' ? [fact.operation] : []))
    },
  })
}

const directoryWith = (policy: () => MeetingChatPolicy): ChatOptions['directory'] => ({
  resource: id => (id === ours ? { id: ours } : undefined),
  meetingSettings: () => ({ MeetingChatEnabledType: policy() }),
})

interface Parts {
  readonly method: string
  readonly path: string
  readonly caller: Caller
  readonly asked: Asked
  readonly clock: ManualClock
}

function requestOf({ method, path, caller, asked, clock }: Parts) {
  const { thread, message, query = {}, headers = {}, body } = asked
  const params = {
    ...(thread !== undefined && { threadId: thread }),
    ...(message !== undefined && { messageId: message }),
  }
  const version = { 'api-version': '2025-03-15' }
  return {
    method,
    target: `${path}?api-version=2025-03-15`,
    params,
    query: { ...version, ...query },
    headers: { host: 'localhost:7443', ...headers },
    body,
    caller,
    requestId: 'request-1',
    receivedAt: clock.now(),
    remoteAddress: '127.0.0.1',
    origin: 'https://localhost:7443',
    signal: new AbortController().signal,
  }
}

interface Refusal {
  readonly target: string
  readonly bearer: string
  readonly error: ApiError
  readonly clock: ManualClock
}

const refusedRequest = ({ target, bearer, error, clock }: Refusal): RefusedRequest => ({
  method: 'GET',
  target,
  headers: { host: 'localhost:7443', authorization: `Bearer ${bearer}` },
  caller: { kind: 'nobody' },
  error,
  requestId: 'request-1',
  receivedAt: clock.now(),
  remoteAddress: '127.0.0.1',
})

/** Makes a thread; gives its id. */
export async function threadOf(chat: AChat, user: string, body: object = {}): Promise<string> {
  const { body: answer } = await chat.ask(user, 'CreateChatThread', { body: { topic: 'Lunch', ...body } })
  return (answer as { chatThread: { id: string } }).chatThread.id
}

/** The texts of a thread that somebody may read, newest first. */
export async function textsSeenBy(chat: AChat, user: string, thread: string): Promise<readonly string[]> {
  const { body } = await chat.ask(user, 'ListChatMessages', { thread })
  const { value } = body as { value: readonly { content?: { message?: string } }[] }
  return value.flatMap(({ content }) => (content?.message === undefined ? [] : [content.message]))
}
