import { describe, expect, test } from 'vitest'
import { Quality } from '#calling'
import type { RosterEntry } from '#sources/meetings/client'
import {
  type CallView,
  freshView,
  hear,
  isReconnecting,
  mayManage,
  type News,
  networkOf,
} from './shape-call.ts'

const person = (participantId: string, more: Partial<RosterEntry> = {}): RosterEntry => ({
  participantId,
  rawId: `8:acs:${participantId}`,
  displayName: participantId.toUpperCase(),
  isOrganizer: false,
  muted: false,
  camera: false,
  screen: false,
  handRaised: false,
  onHold: false,
  ...more,
})

const info = (state: 'Connecting' | 'InLobby' | 'Connected' | 'Disconnected', more: object = {}): News => ({
  kind: 'info',
  info: {
    type: 'state',
    state,
    callId: 'call',
    participantId: 'me',
    scene: { kind: 'teamsMeeting', threadId: '19:x' },
    role: 'Presenter',
    ...more,
  },
})
const roster = (people: readonly RosterEntry[], gone: readonly string[] = []): News => ({
  kind: 'roster',
  people,
  gone: new Map(gone.map(id => [id, { code: 0, subCode: 0, message: '' }])),
})
const END = { code: 0, subCode: 5300, message: 'Removed.' }
const viewAfter = (...news: readonly News[]): CallView => news.reduce(hear, freshView)
const inCall = [
  info('Connected'),
  { kind: 'state', state: 'Connected', at: 1000 },
  roster([person('me')]),
] as const satisfies readonly News[]
const texts = ({ notices }: CallView) => notices.map(({ text }) => text)

describe('stages', () => {
  test('the lobby knows since when one waits and which setting made it so, in whichever order they come', () => {
    const at: News = { kind: 'state', state: 'InLobby', at: 500 }
    const rule = info('InLobby', { lobbyRule: 'AutoAdmittedUsers' })
    const lobby = { kind: 'lobby', since: 500, rule: 'AutoAdmittedUsers' }
    expect(viewAfter(rule, at).stage).toEqual(lobby)
    expect(viewAfter(at, rule).stage).toEqual(lobby)
  })

  test('a state that is said again does not set the clock of the call back', () => {
    expect(viewAfter(...inCall, { kind: 'state', state: 'Connected', at: 9000 }).stage).toEqual({
      kind: 'call',
      since: 1000,
    })
  })

  test.each([
    ['by others', []],
    [
      'by oneself',
      [{ kind: 'state', state: 'Disconnecting', at: 3500 } satisfies News, info('Disconnected')],
    ],
  ])('after a call that was ended %s it is known how long one was in', (_, between) => {
    const view = viewAfter(...inCall, ...between, {
      kind: 'state',
      state: 'Disconnected',
      end: END,
      at: 4000,
    })
    expect(view.stage).toEqual({ kind: 'over', end: END, lastedMs: 3000 })
  })

  test('whoever never got in was in for no time at all, which is not zero', () => {
    const waiting: News = { kind: 'state', state: 'InLobby', at: 1 }
    const leaving: News = { kind: 'state', state: 'Disconnecting', at: 2 }
    const over: News = { kind: 'state', state: 'Disconnected', end: END, at: 3 }
    expect(viewAfter(waiting, leaving, over).stage).toEqual({ kind: 'over', end: END, lastedMs: undefined })
  })

  test('over is over', () => {
    const over: News = { kind: 'state', state: 'Disconnected', end: END, at: 3 }
    expect(viewAfter(...inCall, over, { kind: 'state', state: 'Connected', at: 4 }).stage.kind).toBe('over')
  })
})

describe('what is told aloud', () => {
  test('not those who were there before', () => {
    expect(texts(viewAfter(info('Connected'), roster([person('ada'), person('me')])))).toEqual([])
  })

  test('who comes, goes, raises a hand and shares; not oneself', () => {
    const ada = person('ada', { handRaised: true, screen: true })
    const view = viewAfter(...inCall, roster([person('me', { handRaised: true }), person('ada')]))
    expect(texts(view)).toEqual(['ADA joined'])
    expect(texts(hear(view, roster([person('me'), ada])))).toEqual([
      'ADA joined',
      'ADA raised a hand',
      'ADA shares a screen',
    ])
    expect(texts(hear(view, roster([person('me')], ['ada'])))).toEqual(['ADA joined', 'ADA left'])
  })

  test('three at once at most, and none twice under one number', () => {
    const many = ['a', 'b', 'c', 'd'].map(id => person(id))
    const view = viewAfter(...inCall, roster([person('me'), ...many]))
    expect(texts(view)).toEqual(['B joined', 'C joined', 'D joined'])
    const last = view.notices.at(-1)?.id ?? 0
    const next = hear(hear(view, { kind: 'noticed', id: last }), { kind: 'notice', text: 'x' })
    expect(new Set(next.notices.map(({ id }) => id)).size).toBe(next.notices.length)
  })
})

test('who spoke last comes first, once, and is forgotten when gone', () => {
  const speaks = (dominant: string | null): News => ({ kind: 'speaking', speaking: { levels: [], dominant } })
  const view = viewAfter(...inCall, speaks('a'), speaks('b'), speaks(null), speaks('a'))
  expect(view.spoke).toEqual(['a', 'b'])
  expect(view.dominant).toBe('a')
  expect(hear(view, roster([person('me')], ['a'])).spoke).toEqual(['b'])
})

describe('troubles', () => {
  const quality = (
    name: 'networkReceiveQuality' | 'networkSendQuality' | 'networkReconnect',
    value: Quality,
  ) => ({ kind: 'diagnostic', change: { name, group: 'network', kind: 'quality', value } }) satisfies News

  test('the network is as good as its worse direction', () => {
    const view = viewAfter(
      quality('networkReceiveQuality', Quality.Poor),
      quality('networkSendQuality', Quality.Bad),
    )
    expect(networkOf(view)).toBe(Quality.Bad)
    expect(networkOf(hear(view, quality('networkSendQuality', Quality.Good)))).toBe(Quality.Poor)
    expect(networkOf(freshView)).toBe(Quality.Good)
  })

  test('reconnecting is said in a call only', () => {
    const lost = quality('networkReconnect', Quality.Bad)
    expect(isReconnecting(viewAfter(...inCall, lost))).toBe(true)
    expect(isReconnecting(viewAfter(lost))).toBe(false)
    expect(isReconnecting(viewAfter(...inCall, lost, quality('networkReconnect', Quality.Good)))).toBe(false)
  })
})

test('attendees manage nobody; presenters, and all in groups without roles, do', () => {
  expect(mayManage(viewAfter(info('Connected', { role: 'Attendee' })))).toBe(false)
  expect(mayManage(viewAfter(info('Connected')))).toBe(true)
  expect(mayManage(viewAfter(info('Connected', { role: undefined })))).toBe(true)
  expect(mayManage(freshView)).toBe(false)
})
