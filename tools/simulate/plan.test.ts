import { expect, test } from 'vitest'
import { seededRandom } from '#base'
import { createMessageReader } from '#sources/meetings'
import { qualityOf } from './networks.ts'
import { planDay } from './plan.ts'
import { environmentOf } from './surroundings.ts'

const fleet = { seed: 7, meetings: 200, tenants: 2, resources: 3 }

test('the same seed plans the same day, another seed another one', () => {
  expect(planDay(fleet)).toEqual(planDay(fleet))
  expect(planDay(fleet)).not.toEqual(planDay({ ...fleet, seed: 8 }))
})

test('a day has every fate, every way to leave and every kind of guest', () => {
  const seen = (of: (guest: (typeof guests)[number]) => string) => new Set(guests.map(of)).size
  expect(seen(guest => guest.fate)).toBe(5)
  expect(seen(guest => guest.leaving)).toBe(4)
  expect(seen(guest => guest.kind)).toBe(5)
  expect(guests.some(guest => guest.rejoinsAfterMinutes)).toBe(true)
})

test('nobody arrives after the meeting has ended', () => {
  for (const meeting of planDay(fleet)) {
    for (const guest of meeting.guests) {
      expect(guest.arrivesAfterMinutes + guest.staysMinutes).toBeLessThan(meeting.lastsMinutes)
    }
  }
})

test('a congested network measures worse than fibre in every respect', () => {
  const setting = { mediaType: 'Video', direction: 'Inbound', seconds: 60 } as const
  const good = qualityOf({ ...setting, network: 'fibre' }, seededRandom(1))
  const bad = qualityOf({ ...setting, network: 'congested' }, seededRandom(1))
  for (const figure of ['roundTripTimeAvg', 'jitterAvg', 'packetLossRateAvg'] as const) {
    expect(bad[figure]).toBeGreaterThan(good[figure] ?? Infinity)
  }
  expect(bad.recvResolutionHeight).toBeLessThan(good.recvResolutionHeight ?? 0)
})

const guests = planDay(fleet).flatMap(meeting => meeting.guests)
const reader = createMessageReader()
const read = (message: object) => reader(JSON.stringify(message))

test('people are in offices of a few subnets, at home, on the move and behind VPNs; some through relays, a few without any way', () => {
  const count = (of: (guest: (typeof guests)[number]) => boolean) => guests.filter(of).length
  for (const name of ['office', 'home', 'mobile', 'vpn'] as const) {
    expect(count(({ place }) => place.name === name)).toBeGreaterThan(10)
  }
  const offices = guests.filter(({ place }) => place.name === 'office')
  const subnets = new Set(offices.map(({ place }) => place.subnet))
  expect([...subnets].every(subnet => /^10\.[1-8]\.[1-5]\.0$/.test(subnet))).toBe(true)
  expect(subnets.size).toBeLessThanOrEqual(15)
  expect(count(({ place }) => place.way.endsWith('Relay'))).toBeGreaterThan(20)
  const blocked = count(({ place }) => place.way === 'blocked')
  expect(blocked).toBeGreaterThan(0)
  expect(blocked).toBeLessThan(guests.length / 20)
})

test('the bad floor is where congested offices are, and nobody else', () => {
  for (const { place, network } of guests) {
    if (place.name === 'office') expect(/\.4\.0$/.test(place.subnet)).toBe(network === 'congested')
  }
})

test('what clients tell fits the protocol and what they are', () => {
  for (const guest of guests) {
    const told = environmentOf({ ...guest, hasVideo: guest.media.includes('Video') }, seededRandom(3))
    expect(read(told)).toMatchObject({ kind: 'message' })
    const { network, hardware } = told
    expect(network?.iceFailed === true).toBe(guest.place.way === 'blocked')
    if (guest.place.way === 'blocked') continue
    expect(network?.localType).toBe(guest.place.way === 'direct' ? 'host' : 'relay')
    expect(network?.vpn).toBe(guest.place.name === 'vpn')
    // A browser keeps its own address back.
    if (guest.device?.userAgent) expect(network?.localAddress).not.toBe(guest.place.address)
    expect(hardware?.captureDevice === undefined).toBe(guest.device === undefined)
  }
})

test.each(['fibre', 'wifi', 'mobile', 'congested'] as const)('figures over %s hang together', network => {
  for (const mediaType of ['Audio', 'Video'] as const) {
    for (const direction of ['Inbound', 'Outbound'] as const) {
      const setting = { network, mediaType, direction, seconds: 600 }
      const quality = qualityOf(setting, seededRandom(5))
      const report = { id: 1, mediaType, direction, transport: 'UDP', final: quality }
      expect(read({ type: 'statistics', streams: [report] })).toMatchObject({ kind: 'message' })
      const { networkJitterMin = 0, networkJitterAvg = 0, networkJitterMax = 0, jitterMax = 0 } = quality
      expect(networkJitterMin).toBeLessThanOrEqual(networkJitterAvg)
      expect(networkJitterAvg).toBeLessThanOrEqual(networkJitterMax)
      expect(networkJitterMax).toBeLessThanOrEqual(jitterMax)
      expect(quality.postFecLossRate ?? 0).toBeLessThanOrEqual(quality.packetLossRateAvg ?? 0)
      expect(quality.bitRateAvg).toBeGreaterThan(0)
      if (mediaType === 'Video' && direction === 'Inbound') {
        expect(quality.recvFrameRateAvg).toBeGreaterThanOrEqual(quality.videoFrameRateAvg ?? Infinity)
      }
    }
  }
})
