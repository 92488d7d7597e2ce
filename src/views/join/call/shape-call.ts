/** What a call looks like from inside: pure, from news to the next view. */
import {
  type DiagnosticChange,
  type DiagnosticName,
  Quality,
  type SessionState,
  type Speaking,
} from '#calling'
import type { EndOfLeg, RosterEntry, ServerMessageOf } from '#sources/meetings/client'

type Info = ServerMessageOf<'state'>

export type Stage =
  | { readonly kind: 'joining' }
  /** `rule`: the setting that made it wait. */
  | { readonly kind: 'lobby'; readonly rule: string | undefined; readonly since: number }
  | { readonly kind: 'call'; readonly since: number }
  /** `since`: when it was connected, if it ever was. */
  | { readonly kind: 'leaving'; readonly since: number | undefined }
  /** `lastedMs`: undefined if it never was connected. */
  | { readonly kind: 'over'; readonly end: EndOfLeg; readonly lastedMs: number | undefined }

/** Something to be told once, to be seen and heard. */
export interface Notice {
  readonly id: number
  readonly text: string
}

export interface CallView {
  readonly stage: Stage
  /** The own place; undefined until the server has given one. */
  readonly me: Info | undefined
  readonly people: readonly RosterEntry[]
  readonly waiting: readonly RosterEntry[]
  readonly dominant: string | null
  /** The latest speaker first. */
  readonly spoke: readonly string[]
  /** What troubles the call now. */
  readonly troubles: ReadonlyMap<DiagnosticName, DiagnosticChange>
  readonly notices: readonly Notice[]
}

export type News =
  | {
      readonly kind: 'state'
      readonly state: SessionState
      readonly end?: EndOfLeg | undefined
      readonly at: number
    }
  | { readonly kind: 'info'; readonly info: Info }
  | {
      readonly kind: 'roster'
      readonly people: readonly RosterEntry[]
      readonly gone: ReadonlyMap<string, EndOfLeg>
    }
  | { readonly kind: 'lobby'; readonly waiting: readonly RosterEntry[] }
  | { readonly kind: 'speaking'; readonly speaking: Speaking }
  | { readonly kind: 'diagnostic'; readonly change: DiagnosticChange }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'noticed'; readonly id: number }

export const freshView: CallView = {
  stage: { kind: 'joining' },
  me: undefined,
  people: [],
  waiting: [],
  dominant: null,
  spoke: [],
  troubles: new Map(),
  notices: [],
}

/** More at once nobody reads. */
const MOST_NOTICES = 3
const MOST_SPEAKERS = 20

export function hear(view: CallView, news: News): CallView {
  switch (news.kind) {
    case 'state':
      return { ...view, stage: stageAfter(view, news) }
    case 'info':
      return { ...view, me: news.info, stage: withRule(view.stage, news.info) }
    case 'roster':
      return withRoster(view, news)
    case 'lobby':
      return { ...view, waiting: news.waiting }
    case 'speaking':
      return withSpeaking(view, news.speaking)
    case 'diagnostic':
      return { ...view, troubles: withTrouble(view.troubles, news.change) }
    case 'notice':
      return noting(view, [news.text])
    case 'noticed':
      return { ...view, notices: view.notices.filter(({ id }) => id !== news.id) }
  }
}

function stageAfter({ stage, me }: CallView, { state, end, at }: Extract<News, { kind: 'state' }>): Stage {
  if (stage.kind === 'over') return stage
  switch (state) {
    case 'InLobby':
      return { kind: 'lobby', rule: me?.lobbyRule, since: at }
    case 'Connected':
      return stage.kind === 'call' ? stage : { kind: 'call', since: at }
    case 'Disconnecting':
      return { kind: 'leaving', since: sinceOf(stage) }
    case 'Disconnected': {
      const since = sinceOf(stage)
      return { kind: 'over', end: end ?? UNKNOWN_END, lastedMs: since === undefined ? undefined : at - since }
    }
    default:
      return { kind: 'joining' }
  }
}

const sinceOf = (stage: Stage): number | undefined =>
  stage.kind === 'call' || stage.kind === 'leaving' ? stage.since : undefined

const UNKNOWN_END: EndOfLeg = { code: 0, subCode: 0, message: 'The call is over.' }

/** The state is told before what is said with it. */
const withRule = (stage: Stage, { lobbyRule }: Info): Stage =>
  stage.kind === 'lobby' ? { ...stage, rule: lobbyRule } : stage

/** Who was there before oneself is not told one by one; what changes on oneself by others' hands is. */
function withRoster(view: CallView, { people, gone }: Extract<News, { kind: 'roster' }>): CallView {
  const mine = view.me?.participantId
  const others = (entries: readonly RosterEntry[]) => entries.filter(one => one.participantId !== mine)
  const isFirst = view.people.length === 0
  const joined = isFirst ? [] : arrived(others(view.people), others(people), 'joined')
  const left = others(view.people)
    .filter(({ participantId }) => gone.has(participantId))
    .map(one => `${nameOf(one)} left`)
  const hands = isFirst ? [] : raisedHands(others(view.people), others(people))
  const shares = isFirst ? [] : startedShares(others(view.people), others(people))
  const spoke = view.spoke.filter(id => !gone.has(id))
  return noting({ ...view, people, spoke }, [...joined, ...left, ...hands, ...shares])
}

function arrived(
  before: readonly RosterEntry[],
  after: readonly RosterEntry[],
  how: string,
): readonly string[] {
  const known = new Set(before.map(({ participantId }) => participantId))
  return after.filter(({ participantId }) => !known.has(participantId)).map(one => `${nameOf(one)} ${how}`)
}

type Told = (before: RosterEntry | undefined, after: RosterEntry) => boolean

const turned =
  (isNews: Told, how: string) =>
  (before: readonly RosterEntry[], after: readonly RosterEntry[]): readonly string[] =>
    after
      .filter(one =>
        isNews(
          before.find(({ participantId }) => participantId === one.participantId),
          one,
        ),
      )
      .map(one => `${nameOf(one)} ${how}`)

const raisedHands = turned(
  (before, after) => after.handRaised && before?.handRaised !== true,
  'raised a hand',
)
const startedShares = turned((before, after) => after.screen && before?.screen !== true, 'shares a screen')

function withSpeaking(view: CallView, { dominant }: Speaking): CallView {
  const spoke =
    dominant === null || view.spoke[0] === dominant
      ? view.spoke
      : [dominant, ...view.spoke.filter(id => id !== dominant)].slice(0, MOST_SPEAKERS)
  return { ...view, dominant, spoke }
}

function withTrouble(
  troubles: CallView['troubles'],
  change: DiagnosticChange,
): ReadonlyMap<DiagnosticName, DiagnosticChange> {
  const next = new Map(troubles)
  const isGood = change.value === false || change.value === Quality.Good
  if (isGood) next.delete(change.name)
  else next.set(change.name, change)
  return next
}

function noting(view: CallView, texts: readonly string[]): CallView {
  if (texts.length === 0) return view
  const last = view.notices.at(-1)?.id ?? 0
  const added = texts.map((text, i) => ({ id: last + i + 1, text }))
  return { ...view, notices: [...view.notices, ...added].slice(-MOST_NOTICES) }
}

export const nameOf = ({ displayName }: Pick<RosterEntry, 'displayName'>): string => displayName ?? 'Somebody'

/** The worse of both directions. */
export function networkOf({ troubles }: Pick<CallView, 'troubles'>): Quality {
  const [receive, send] = (['networkReceiveQuality', 'networkSendQuality'] as const).map(name => {
    const value = troubles.get(name)?.value
    return typeof value === 'number' ? value : Quality.Good
  })
  return Math.max(receive ?? Quality.Good, send ?? Quality.Good) as Quality
}

/** Signalling or media are gone for the moment, and somebody tries to get them back. */
export const isReconnecting = ({ troubles, stage }: CallView): boolean =>
  stage.kind === 'call' && (troubles.has('networkReconnect') || troubles.has('noNetwork'))

/** Roles that may let people in, remove them and end the call; the server has the last word. Groups have no roles. */
export const mayManage = ({ me }: Pick<CallView, 'me'>): boolean => me !== undefined && me.role !== 'Attendee'
