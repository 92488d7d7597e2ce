/** Live calls as events: all that go on, then each change. Whoever reads slowly gets the latest state of each call. */
import type { Caller, Clock } from '#base'
import { sleep } from '#base'
import { project, type Switches, viewersOf } from '#policy'
import type { TenantRegistry } from '#records'
import type { LiveCallView, LiveParticipantView, Meetings } from '#sources/meetings'
import type { MayRead } from '../auth/may-read.ts'

export interface LiveCallsOptions {
  readonly meetings: Pick<Meetings, 'snapshot' | 'soFar' | 'onChange'>
  readonly registry: TenantRegistry
  readonly switches: Switches
  readonly mayRead: MayRead
  /** Whoever may read the house workspace sees every call whole. */
  readonly house: string
  readonly clock: Clock
}

export type LiveCallEvent =
  | { readonly kind: 'call'; readonly call: LiveCallView }
  | { readonly kind: 'callEnded'; readonly callId: string }

/** A call is told of at most that often. */
const PAUSE_MS = 500

/** Until the signal aborts. */
export async function* liveCalls(
  options: LiveCallsOptions,
  caller: Caller,
  signal: AbortSignal,
): AsyncGenerator<LiveCallEvent> {
  const { meetings, clock } = options
  // Undefined: it has ended.
  const waiting = new Map<string, LiveCallView | undefined>()
  const shown = new Set<string>()
  let wake = () => {}
  const stop = meetings.onChange(change => {
    if (change.kind === 'changed') waiting.set(change.call.callId, change.call)
    else waiting.set(change.callId, undefined)
    wake()
  })
  signal.addEventListener('abort', () => wake(), { once: true })
  for (const call of meetings.snapshot()) waiting.set(call.callId, call)
  try {
    while (!signal.aborted) {
      if (waiting.size === 0) await new Promise<void>(resolve => (wake = resolve))
      const batch = [...waiting]
      waiting.clear()
      for (const [callId, call] of batch) {
        const seen = call && seenBy(call, caller, options)
        if (seen) {
          shown.add(callId)
          yield { kind: 'call', call: seen }
        } else if (!call && shown.delete(callId)) yield { kind: 'callEnded', callId }
      }
      await sleep(clock, PAUSE_MS, signal)
    }
  } finally {
    stop()
  }
}

/**
 * The call as that caller may see it: policy decides on the call as it would be on record now, for each resource whose
 * logs the caller may read. Undefined when that leaves nobody.
 */
function seenBy(call: LiveCallView, caller: Caller, options: LiveCallsOptions): LiveCallView | undefined {
  const { meetings, registry, switches, mayRead, house } = options
  if (mayRead(caller, house)) return call
  const recorded = meetings.soFar(call.callId)
  if (!recorded) return undefined
  const viewers = viewersOf(recorded, registry, switches).filter(({ resource }) =>
    mayRead(caller, resource.armId),
  )
  const verdicts = viewers
    .flatMap(viewer => project(recorded, { viewer, registry, switches, version: 1 }).verdicts)
    .filter(({ outcome }) => outcome === 'emitted')
  const admitted = (category: string) =>
    new Set<string>(
      verdicts.filter(verdict => verdict.category === category).map(verdict => verdict.participantId),
    )
  const [people, streams] = [admitted('CallSummary'), admitted('CallDiagnostics')]
  const participants = call.participants
    .filter(({ participantId }) => people.has(participantId))
    .map(person => withoutName(person, streams.has(person.participantId)))
  return participants.length === 0 ? undefined : { ...call, participants }
}

/** No log tells a display name, so no other tenant learns it here. */
const withoutName = (
  { displayName: _, ...person }: LiveParticipantView,
  hasStreams: boolean,
): LiveParticipantView => ({ ...person, streams: hasStreams ? person.streams : [] })
