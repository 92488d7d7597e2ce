/** The module put together: live calls, their signalling, the operator's hand, and the surfaces. */
import { type Caller, type Clock, type Ids, type Log, messageOf, type Surface, sleep } from '#base'
import type { Call } from '#records'
import type { State } from '#state'
import type { MeetingDirectory } from './directory-port.ts'
import { finishCall } from './engine/finish.ts'
import { isOver, type LiveCall } from './engine/live-call.ts'
import { graphSurface } from './graph/surface.ts'
import { openAfterwards } from './live/afterwards.ts'
import { createDesks, type Desks } from './live/desks.ts'
import { measure } from './live/measure.ts'
import { deskOfMeeting, rulesOf } from './live/places.ts'
import { type LiveCallView, type LiveChange, viewOf } from './live/view.ts'
import { type BridgeOptions, openBridge } from './media/bridge.ts'
import type { MediaPlane } from './media/plane-port.ts'
import type { Meeting } from './meeting.ts'
import { createOperator, type Operator } from './operator/operator.ts'
import { operatorSurface } from './operator/surface.ts'
import type { RoomAccess } from './rooms-port.ts'
import { type MeetingsSettings, meetingsDefaults } from './settings.ts'
import { beaconSurface } from './signalling/beacon.ts'
import { createMessageReader } from './signalling/read-message.ts'
import { Session, type SessionServices, type SignalSocket } from './signalling/session.ts'
import { Switchboard } from './signalling/switchboard.ts'
import { openTelemetry } from './signalling/telemetry.ts'
import { findMeeting, loadCalls, loadPulse, savePulse } from './store.ts'

export interface MeetingsOptions {
  /** Must know `meetingsMigrations`. */
  readonly state: Pick<State, 'transact' | 'get' | 'all'>
  readonly directory: MeetingDirectory
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** The caller a token stands for: of a communication user or of a Microsoft 365 user. Throws ApiError 401. */
  readonly verifyToken: (jwt: string) => Promise<Caller>
  /** Carries media of calls of more than two; absent, clients have no real media. Whoever gives it stops it. */
  readonly media?: MediaPlane | undefined
  /** Who may join which room; absent, there are no rooms. */
  readonly roomAccess?: RoomAccess
  readonly settings?: Partial<MeetingsSettings>
}

export interface Meetings {
  readonly surfaces: readonly Surface[]
  /** Takes a socket of `/signal`. */
  accept(socket: SignalSocket): void
  readonly operator: Operator
  /** What the organizer called the meeting of that thread. */
  subjectOf(threadId: string): string | undefined
  /** Ends the calls that a killed server left behind; before anything is accepted. */
  recover(): Promise<void>
  snapshot(): readonly LiveCallView[]
  /** What would be on record if that live call ended now. */
  soFar(callId: string): Call | undefined
  /** Rows that clients told of themselves beyond what is taken of one, since the start. */
  lostTelemetry(): number
  /** Told of every change of a live call; gives the function that ends the listening. */
  onChange(listener: (change: LiveChange) => void): () => void
  /** Ends all live calls (0/5003) and waits until they are stored. Before the sockets are closed. */
  close(): Promise<void>
}

/** Sockets are looked at, and the sign of life is stored, that often. */
const BEAT_MS = 5000

/** How long a stop waits for what clients have said already, should the disk be full. */
const LAST_WORDS_MS = 2000

export function createMeetings(options: MeetingsOptions): Meetings {
  const { state, directory, clock, ids, log, verifyToken, roomAccess = noRooms } = options
  const settings = { ...meetingsDefaults, ...options.settings }
  const switchboard = new Switchboard()
  const listeners = new Set<(change: LiveChange) => void>()
  const afterwards = openAfterwards({ state, clock, lateMs: settings.lateMs })
  const changed = (before: LiveCall | undefined, call: LiveCall) => {
    if (isOver(call)) afterwards.keep(call)
    bridge?.changed(before, call)
    const change: LiveChange = isOver(call)
      ? { kind: 'ended', callId: call.id }
      : { kind: 'changed', call: viewOf(call) }
    for (const listen of listeners) listen(change)
  }
  const tell = switchboard.tell.bind(switchboard)
  const desks = createDesks({ state, clock, limits: settings, log, tell, changed, announced: settings })
  const witness: BridgeOptions['witness'] = async ({ who, desk }, reports) => {
    await measure(desk, { kind: 'measure', who, by: 'server', reports }, { desks, afterwards })
  }
  const bridge =
    options.media && openBridge({ plane: options.media, desks, switchboard, clock, log, witness })
  const operator = createOperator({ desks, directory, ids })
  const telemetry = openTelemetry({ state, clock, ids, log })
  const services = {
    state,
    directory,
    clock,
    ids,
    log,
    verifyToken,
    roomAccess,
    settings,
    switchboard,
    desks,
    afterwards,
    telemetry,
    media: bridge,
    read: createMessageReader(),
  }
  const door = openDoor(services)
  return {
    surfaces: [
      graphSurface({ state, directory, clock, ids, optionsChanged: changeRules(desks, directory) }),
      operatorSurface(operator),
      beaconSurface(services),
    ],
    accept: door.accept,
    operator,
    subjectOf: threadId => findMeeting(state, 'thread_id', threadId)?.subject,
    recover: () => recover(state, desks),
    snapshot: () => desks.calls().map(viewOf),
    soFar: callId => {
      const call = desks.calls().find(({ id }) => id === callId)
      return call && finishCall(call)
    },
    lostTelemetry: telemetry.lost,
    onChange: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => {
      await door.close()
      const ending = desks.keys().map(key => desks.post(key, { kind: 'interrupt', end: 'endedByService' }))
      for (const ended of await Promise.allSettled(ending)) {
        if (ended.status === 'fulfilled') continue
        log.error({ reason: messageOf(ended.reason) }, 'a live call could not be ended; the next start will')
      }
      if (bridge) await Promise.race([bridge.stop(), sleep(clock, LAST_WORDS_MS)])
      await afterwards.flush()
    },
  }
}

const noRooms: RoomAccess = () => ({ kind: 'refused', end: 'notFound' })

interface Door {
  accept(socket: SignalSocket): void
  /** Hears nobody any more; what was heard is done when it resolves. */
  close(): Promise<void>
}

function openDoor(services: SessionServices & Pick<MeetingsOptions, 'state'>): Door {
  const { clock, settings, state, desks, log } = services
  const sessions = new Set<Session>()
  let isClosed = false
  const beat = (): void => {
    if (isClosed) return
    const now = clock.now()
    for (const session of sessions) session.check(now)
    if (desks.calls().length > 0) {
      state
        .transact(tx => savePulse(tx, now))
        .catch(error => log.warn({ reason: messageOf(error) }, 'no sign of life stored'))
    }
    clock.after(BEAT_MS, beat)
  }
  clock.after(BEAT_MS, beat)
  return {
    accept: socket => {
      if (isClosed || sessions.size >= settings.mostSockets) return socket.close(1013, 'Try again later.')
      const session: Session = new Session(socket, services, () => void sessions.delete(session))
      sessions.add(session)
    },
    close: async () => {
      isClosed = true
      for (const session of sessions) session.stopListening()
      const settled = Promise.all([...sessions].map(session => session.settled()))
      await Promise.race([settled, sleep(clock, LAST_WORDS_MS)])
    },
  }
}

/** The organizer changed the options of a meeting: a live call goes by them from now on. */
function changeRules(desks: Desks, directory: MeetingDirectory) {
  return async (meeting: Meeting): Promise<void> => {
    const desk = deskOfMeeting(meeting)
    if (!desks.call(desk)) return
    await desks.post(desk, { kind: 'change', rules: rulesOf(meeting, directory) }, { insist: true })
  }
}

/** Everybody was last seen when the server last was. */
async function recover(state: MeetingsOptions['state'], desks: Desks): Promise<void> {
  const at = loadPulse(state)
  const stored = loadCalls(state)
  for (const { desk, call } of stored) desks.restore(desk, call)
  await Promise.all(
    stored.map(({ desk }) =>
      desks.post(desk, { kind: 'interrupt', end: 'lostConnection' }, { insist: true, at }),
    ),
  )
}
