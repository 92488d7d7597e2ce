/**
 * The rules of a call as one pure function: what was + what happened → what is, and the facts that follow.
 * A call that ends becomes a `call` fact in the same step.
 */
import type { CallEvent, EngineLimits, EventKind, EventOf, Refusal, Step } from './events.ts'
import { finishCall } from './finish.ts'
import { accept, decline, dial, join, openCall, refuse, ring } from './joining.ts'
import { isTooLate, type News, withNews } from './last-words.ts'
import {
  abandon,
  admit,
  admitAll,
  endForAll,
  interrupt,
  leave,
  reject,
  remove,
  stillActive,
  tick,
  UNKNOWN,
} from './leaving.ts'
import { isOver, type LiveCall, type LiveLeg, withLeg } from './live-call.ts'
import { flowAfter, hasFailedBetween, mediaOf, settleMedia } from './media.ts'

type Handlers = {
  readonly [Kind in EventKind]: (call: LiveCall, event: EventOf<Kind>, limits: EngineLimits) => Step
}

const handlers: Handlers = {
  join,
  dial,
  ring,
  accept,
  decline,
  admit,
  admitAll,
  reject,
  remove,
  endForAll,
  leave,
  abandon,
  tick,
  interrupt,
  lose: (call, { who }, limits) =>
    changeLeg(call, who, leg => ({
      ...leg,
      lost: leg.lost ?? { since: call.now, deadline: call.now + limits.graceMs },
    })),
  resume: (call, { who, media, socket }) =>
    changeLeg(call, who, leg => ({
      ...leg,
      lost: undefined,
      media: leg.media ?? mediaOf(media),
      sighted: socket === undefined ? leg.sighted : { ...leg.sighted, socket },
    })),
  show: (call, { who, shows }) =>
    shows.screen && call.rules?.policy.ScreenSharingMode === 'Disabled'
      ? refuse(call, NO_SCREENS)
      : changeLeg(call, who, leg => ({ ...leg, shows: { ...leg.shows, ...shows } })),
  measure: takeNews,
  environment: takeNews,
  flow: (call, event, { mediaGraceMs: graceMs }) =>
    changeLeg(
      hasFailedBetween(call.legs.get(event.who), event) ? { ...call, isPeerless: true } : call,
      event.who,
      leg => flowAfter(leg, event, { now: call.now, graceMs }),
    ),
  change: (call, { rules }) => ({ call: { ...call, rules }, facts: [] }),
}

/** `call` absent or over: only `join` and `dial` open a new one, everything else is refused. */
export function reduce(before: LiveCall | undefined, event: CallEvent, limits: EngineLimits): Step {
  const call = before && !isOver(before) ? before : opened(event)
  if (!call) return { call: before, facts: [], refusal: CALL_OVER }
  const now = Math.max(event.at, call.now)
  const step = handle({ ...call, now }, event, limits)
  if (step.refusal) return { ...step, call: before }
  if (!step.call) return step
  if (!isOver(step.call)) return { ...step, call: settleMedia(step.call, limits) }
  const fact = { kind: 'call', call: finishCall(step.call), version: 1 } as const
  return { ...step, facts: [...step.facts, fact] }
}

/** The table gives each kind its own handler; TypeScript can't see that key and event belong together. */
function handle<Kind extends EventKind>(call: LiveCall, event: EventOf<Kind>, limits: EngineLimits): Step {
  return handlers[event.kind as Kind](call, event, limits)
}

function opened(event: CallEvent): LiveCall | undefined {
  if (event.kind === 'join') return openCall({ ...event.opening, isDialled: false }, event.at)
  if (event.kind === 'dial') {
    return openCall({ id: event.id, scene: { kind: 'p2p' }, isDialled: true }, event.at)
  }
  return undefined
}

function takeNews(call: LiveCall, news: News, { lateMs }: EngineLimits): Step {
  const leg = call.legs.get(news.who)
  return leg && !isTooLate(leg, call.now, lateMs)
    ? { call: withLeg(call, withNews(leg, news, call.now)), facts: [] }
    : refuse(call, UNKNOWN)
}

function changeLeg(call: LiveCall, who: LiveLeg['participantId'], change: (leg: LiveLeg) => LiveLeg): Step {
  const leg = stillActive(call, who)
  return leg ? { call: withLeg(call, change(leg)), facts: [] } : refuse(call, UNKNOWN)
}

const CALL_OVER: Refusal = {
  code: 'CallOver',
  message: 'The call is over.',
  fix: 'Join again: that opens a new call.',
}

const NO_SCREENS: Refusal = {
  code: 'NotAllowed',
  message: 'ScreenSharingMode of the organizer forbids sharing a screen.',
  fix: 'Share the camera, or change the setting.',
}
