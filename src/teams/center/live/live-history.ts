/**
 * What was measured in meetings that run, and a day beyond their end: the newest windows as the signalling reports them,
 * of everybody and from the first moment, whoever looks or not. In memory: a restart forgets, the stored rows stay.
 */
import type { Clock, Instant } from '#base'
import type {
  LiveCallView,
  LiveChange,
  LiveParticipantView,
  LiveStreamView,
  StreamWindow,
} from '#sources/meetings'

export interface KeptCall {
  readonly callId: string
  readonly scene: LiveCallView['scene']
  readonly start: Instant
  /** Undefined while it runs. */
  readonly end: Instant | undefined
  readonly participants: ReadonlyMap<string, KeptParticipant>
}

export interface KeptParticipant {
  /** As they were seen last. */
  readonly view: LiveParticipantView
  /** Undefined while they are there. */
  readonly left: Instant | undefined
  /** When they came first: into the lobby or the call. */
  readonly came: Instant
  /** When they were let in; undefined for those who never were. */
  readonly connected: Instant | undefined
  readonly waited: { readonly entered: Instant; readonly rule: string | undefined } | undefined
  readonly series: ReadonlyMap<string, KeptSeries>
}

export interface KeptSeries {
  readonly stream: Pick<LiveStreamView, 'id' | 'mediaType' | 'direction' | 'codec' | 'measuredBy'>
  readonly points: readonly KeptPoint[]
}

export interface KeptPoint {
  readonly at: Instant
  readonly window: StreamWindow
}

export interface LiveHistory {
  calls(): readonly KeptCall[]
  call(callId: string): KeptCall | undefined
}

export interface LiveHistoryOptions {
  readonly meetings: {
    snapshot(): readonly LiveCallView[]
    onChange(listener: (change: LiveChange) => void): () => void
  }
  readonly clock: Clock
  /** Points of all meetings together; the oldest meetings that ended go first, then the oldest points. */
  readonly mostPoints?: number
}

/** As real-time analytics keeps it: the last three hours of a meeting, until a day after its end. */
export const KEPT_HOURS = 3
const HOUR = 3_600_000
const AFTER_END_MS = 24 * HOUR
const WINDOW_MS = 10_000
const MOST_OF_SERIES = (KEPT_HOURS * HOUR) / WINDOW_MS
const MOST_POINTS = 400_000

interface Participant extends KeptParticipant {
  series: Map<string, Series>
  view: LiveParticipantView
  left: Instant | undefined
  connected: Instant | undefined
  waited: KeptParticipant['waited']
}
interface Series extends KeptSeries {
  points: KeptPoint[]
}
interface Call extends KeptCall {
  end: Instant | undefined
  participants: Map<string, Participant>
}

export function openLiveHistory({
  meetings,
  clock,
  mostPoints = MOST_POINTS,
}: LiveHistoryOptions): LiveHistory {
  const calls = new Map<string, Call>()
  let points = 0

  const forget = (call: Call) => {
    calls.delete(call.callId)
    for (const { series } of call.participants.values()) {
      for (const one of series.values()) points -= one.points.length
    }
  }
  const prune = () => {
    for (const call of calls.values()) {
      if (call.end !== undefined && call.end + AFTER_END_MS < clock.now()) forget(call)
    }
    for (const call of calls.values()) {
      if (points <= mostPoints) return
      if (call.end !== undefined) forget(call)
    }
  }
  const addPoint = (series: Series, point: KeptPoint) => {
    series.points.push(point)
    points += 1
    if (points > mostPoints) prune()
    if (series.points.length <= MOST_OF_SERIES && points <= mostPoints) return
    series.points.shift()
    points -= 1
  }
  const heard = (view: LiveCallView) => {
    const call = calls.get(view.callId) ?? newCall(view)
    calls.set(view.callId, call)
    const present = new Set(view.participants.map(({ participantId }) => participantId))
    for (const one of call.participants.values()) {
      if (one.left === undefined && !present.has(one.view.participantId)) one.left = clock.now()
    }
    for (const one of view.participants) {
      const kept = call.participants.get(one.participantId) ?? newParticipant(one)
      call.participants.set(one.participantId, kept)
      Object.assign(kept, stateAfter(kept, one))
      for (const stream of one.streams) {
        const key = `${stream.mediaType}/${stream.direction}/${stream.id}`
        const series = kept.series.get(key) ?? { stream, points: [] }
        kept.series.set(key, series)
        if (series.points.at(-1)?.at !== stream.at) addPoint(series, { at: stream.at, window: stream.window })
      }
    }
  }
  meetings.onChange(change => {
    if (change.kind === 'changed') heard(change.call)
    else end(calls.get(change.callId), clock.now())
    prune()
  })
  for (const view of meetings.snapshot()) heard(view)
  return {
    calls: () => [...calls.values()],
    call: callId => calls.get(callId),
  }
}

const newCall = ({ callId, scene, start }: LiveCallView): Call => ({
  callId,
  scene,
  start,
  end: undefined,
  participants: new Map(),
})

const newParticipant = (view: LiveParticipantView): Participant => ({
  view,
  left: undefined,
  came: view.since,
  connected: undefined,
  waited: undefined,
  series: new Map(),
})

/** A state names its own beginning: since when somebody waits, or is in. */
function stateAfter(before: KeptParticipant, view: LiveParticipantView) {
  return {
    view,
    left: undefined,
    connected: before.connected ?? (view.state === 'connected' ? view.since : undefined),
    waited:
      view.state === 'inLobby'
        ? { entered: view.since, rule: view.lobbyRule }
        : before.waited && { ...before.waited, rule: undefined },
  }
}

function end(call: Call | undefined, at: Instant): void {
  if (!call) return
  call.end = at
  for (const one of call.participants.values()) one.left ??= at
}
