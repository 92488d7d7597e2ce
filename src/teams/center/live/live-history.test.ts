/** What running meetings leave behind: whole from the first window, bounded, gone a day after the end. */
import { expect, test } from 'vitest'
import { manualClock } from '#base'
import { type CallScene, type TeamsRole, tenantId } from '#records'
import type { LiveCallView, LiveChange, LiveParticipantView } from '#sources/meetings'
import { KEPT_HOURS, openLiveHistory } from './live-history.ts'
import { liveMeeting } from './shape-live.ts'

const TENANT = tenantId('aaaaaaaa-0000-4000-8000-000000000001')
const scene: CallScene = {
  kind: 'teamsMeeting',
  threadId: '19:meeting_a@thread.v2',
  organizer: { tenant: TENANT, user: 'o' },
}
const DAY = 86_400_000

function aHistory(mostPoints?: number) {
  const clock = manualClock()
  let listener: (change: LiveChange) => void = () => {}
  const meetings = {
    snapshot: (): readonly LiveCallView[] => [],
    onChange: (heard: typeof listener) => {
      listener = heard
      return () => {}
    },
  }
  const history = openLiveHistory({ meetings, clock, ...(mostPoints !== undefined && { mostPoints }) })
  const start = clock.now()
  const tell = (callId: string, ...participants: readonly LiveParticipantView[]) =>
    listener({ kind: 'changed', call: { callId, scene, start, participants } })
  return { clock, history, tell, end: (callId: string) => listener({ kind: 'ended', callId }) }
}

const guest = (
  state: LiveParticipantView['state'],
  since: number,
  more: Partial<LiveParticipantView> = {},
) => ({
  participantId: 'p',
  endpointId: 'e',
  rawId: '8:acs:ac500000-0000-4000-8000-0000000000c1_u',
  displayName: 'Ada',
  client: 'acs',
  state,
  since,
  isReconnecting: false,
  handRaised: false,
  isOnHold: false,
  shows: { muted: false, camera: false, screen: false },
  streams: [],
  ...more,
})
const windowAt = (at: number, jitter = 10) => ({
  id: 1,
  mediaType: 'Audio' as const,
  direction: 'Inbound' as const,
  measuredBy: 'client' as const,
  at,
  window: { seconds: 10, jitter: { avg: jitter, max: jitter } },
})
const looking = (now: number) => ({
  role: 'administrator' as const,
  labels: 'anonymous' as const,
  now,
  tenant: TENANT,
  nameOf: () => undefined,
  tenantOf: () => undefined,
})

test('an external user has a point for each window, told once however often it is heard', () => {
  const { clock, history, tell } = aHistory()
  const t0 = clock.now()
  for (const at of [t0, t0, t0 + 10_000, t0 + 20_000]) {
    tell('c', guest('connected', t0, { streams: [windowAt(at)] }))
  }
  const call = history.call('c')
  const shown = call && liveMeeting(call, looking(t0), { hasSeries: true })
  expect(shown?.participants[0]?.series[0]?.points.map(({ jitter }) => jitter)).toEqual([10, 10, 10])
  expect(shown?.participants[0]?.who.label).toBe('Anonymous user')
})

test('T5: client, system and network are shown to all roles, the address not to a specialist', () => {
  const { clock, history, tell } = aHistory()
  tell('c', guest('connected', clock.now()))
  const surroundings = new Map([
    [
      'p',
      {
        version: '1.46.1',
        platform: 'Windows 10',
        device: 'Headset',
        network: 'Wifi',
        addresses: { LocalAddress: '10.1.2.3', ReflexiveAddress: '' },
      },
    ],
  ])
  const seen = (role: TeamsRole) => {
    const call = history.call('c')
    const shown = { hasSeries: false, surroundings }
    return call && liveMeeting(call, { ...looking(clock.now()), role }, shown).participants[0]
  }
  const shown = {
    client: 'Communication Services 1.46.1',
    platform: 'Windows 10',
    device: 'Headset',
    network: 'Wifi',
  }
  expect(seen('administrator')).toMatchObject({ ...shown, who: { fields: { LocalAddress: '10.1.2.3' } } })
  const masked = seen('specialist')
  expect(masked).toMatchObject({ ...shown, who: { withheld: { LocalAddress: { rule: 'T5' } } } })
  expect(JSON.stringify(masked)).not.toContain('10.1.2.3')
})

test('the lobby: waiting with its rule, then admitted after the time it took', () => {
  const { clock, history, tell } = aHistory()
  const t0 = clock.now()
  tell('c', guest('inLobby', t0, { lobbyRule: 'AutoAdmittedUsers' }))
  const lobby = () => {
    const call = history.call('c')
    return call && liveMeeting(call, looking(clock.now()), { hasSeries: false }).participants[0]
  }
  clock.advance(40_000)
  expect(lobby()).toMatchObject({
    status: 'In lobby',
    lobby: { outcome: 'waiting', seconds: 40, rule: 'AutoAdmittedUsers' },
  })
  tell('c', guest('connected', clock.now()))
  expect(lobby()).toMatchObject({ status: 'In meeting', lobby: { outcome: 'admitted', seconds: 40 } })
})

test('who left stays in the list with the time; a day after the end all is forgotten', () => {
  const { clock, history, tell, end } = aHistory()
  tell('c', guest('inLobby', clock.now()))
  clock.advance(5000)
  tell('c')
  const left = history.call('c')?.participants.get('p')?.left
  expect(left).toBe(clock.now())
  end('c')
  clock.advance(DAY - 1000)
  tell('other')
  expect(history.call('c')?.end).toBeDefined()
  clock.advance(2000)
  tell('other')
  expect(history.call('c')).toBeUndefined()
})

test('a stream keeps its last hours, and all meetings together no more than there is room for', () => {
  const { clock, history, tell, end } = aHistory(2000)
  const points = (callId: string) =>
    history.call(callId)?.participants.get('p')?.series.values().next().value?.points
  for (let i = 0; i < 1500; i++) {
    tell('long', guest('connected', 0, { streams: [windowAt(clock.now() + i * 10_000)] }))
  }
  expect(points('long')).toHaveLength(KEPT_HOURS * 360)
  end('long')
  for (let i = 0; i < 1000; i++) tell('next', guest('connected', 0, { streams: [windowAt(i)] }))
  expect(history.call('long')).toBeUndefined()
  expect(points('next')?.length).toBeGreaterThan(900)
})
