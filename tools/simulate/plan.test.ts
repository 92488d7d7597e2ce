import { expect, test } from 'vitest'
import { seededRandom } from '#base'
import { qualityOf } from './networks.ts'
import { planDay } from './plan.ts'

const fleet = { seed: 7, meetings: 200, tenants: 2, resources: 3 }

test('the same seed plans the same day, another seed another one', () => {
  expect(planDay(fleet)).toEqual(planDay(fleet))
  expect(planDay(fleet)).not.toEqual(planDay({ ...fleet, seed: 8 }))
})

test('a day has every fate, every way to leave and every kind of guest', () => {
  const guests = planDay(fleet).flatMap(meeting => meeting.guests)
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
