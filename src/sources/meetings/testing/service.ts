/** The whole module on a real state file, a manual clock and real WebSockets. */
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { ApiError, type Caller, type Log, type ManualClock, manualClock, seededIds, silentLog } from '#base'
import { type Call, type Fact, rawIdOf } from '#records'
import { openState, type State } from '#state'
import { type ClientIdentity, connectSignal, type SignalClient } from '../client.ts'
import { createMeetings, type Meetings } from '../create-meetings.ts'
import type { DirectoryUser, MeetingPolicy } from '../directory-port.ts'
import type { MediaPlane } from '../media/plane-port.ts'
import type { Meeting } from '../meeting.ts'
import type { MeetingsSettings } from '../settings.ts'
import { meetingsMigrations, saveMeeting } from '../store.ts'
import { START } from './played-call.ts'
import { acsUser, aDirectory, resources } from './world.ts'

export interface ServiceOptions {
  /** File of the state; in memory if absent. */
  readonly path?: string
  readonly policy?: Partial<MeetingPolicy>
  readonly settings?: Partial<MeetingsSettings>
  readonly seed?: number
  readonly startAt?: number
  readonly log?: Log
  readonly media?: MediaPlane
}

export interface Service {
  readonly meetings: Meetings
  readonly state: State
  readonly clock: ManualClock
  readonly url: string
  connect(identity: ClientIdentity): Promise<SignalClient>
  facts(): readonly Fact[]
  finishedCalls(): readonly Call[]
  /** As kill -9 would: nothing is told, nothing is ended. */
  kill(): Promise<void>
}

/** `chat` carries a scope that does not cover calls. */
const TOKENS: Readonly<Record<string, readonly string[]>> = {
  voip: ['voip'],
  join: ['voip.join'],
  chat: ['chat'],
}

/** Tokens here read `<scope>:<raw id>`; issuing and signing them is the identity source's business. */
async function verifyToken(token: string): Promise<Caller> {
  const [scope = '', ...user] = token.split(':')
  const scopes = TOKENS[scope]
  if (!scopes) throw new ApiError({ status: 401, code: 'Unauthorized', message: 'Expired.' })
  return { kind: 'userToken', resource: resources.R1, user: user.join(':'), scopes }
}

export const asAcs = (name: string, resource = resources.R1, scope = 'voip'): ClientIdentity => ({
  kind: 'token',
  token: `${scope}:${rawIdOf(acsUser(resource, name))}`,
})
export const asUser = ({ id }: DirectoryUser): ClientIdentity => ({ kind: 'm365User', user: id })

export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const clock = manualClock(options.startAt ?? START)
  const state = openState({
    path: options.path ?? ':memory:',
    migrations: meetingsMigrations,
    clock,
    log: silentLog,
  })
  const meetings = createMeetings({
    state,
    directory: aDirectory(options.policy ? { policy: options.policy } : {}),
    clock,
    ids: seededIds(options.seed ?? 1),
    log: options.log ?? silentLog,
    verifyToken,
    ...(options.settings && { settings: options.settings }),
    media: options.media,
  })
  await meetings.recover()
  const hub = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  hub.on('connection', (socket, request) =>
    meetings.accept({
      remoteAddress: request.socket.remoteAddress,
      send: text => socket.send(text),
      close: (code, reason) => socket.close(code, reason),
      onMessage: listen => void socket.on('message', data => listen(String(data))),
      onClose: listen => void socket.on('close', listen),
    }),
  )
  await new Promise(resolve => hub.once('listening', resolve))
  const url = `ws://127.0.0.1:${(hub.address() as AddressInfo).port}/signal`
  const facts = () => state.journal.after(0, 10_000).map(entry => entry.fact)
  return {
    meetings,
    state,
    clock,
    url,
    connect: identity =>
      connectSignal({ url, identity, client: { sdkVersion: '1.46.1', osVersion: 'Test' } }),
    facts,
    finishedCalls: () => facts().flatMap(fact => (fact.kind === 'call' ? [fact.call] : [])),
    kill: async () => {
      await state.close()
      for (const socket of hub.clients) socket.terminate()
      hub.close()
    },
  }
}

export const put = (service: Service, meeting: Meeting): Promise<void> =>
  service.state.transact(tx => saveMeeting(tx, meeting))
