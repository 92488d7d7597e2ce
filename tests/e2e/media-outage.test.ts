/** Nothing passes any more: for a while, and for good. Signalling goes on all the time, as on a firewall's bad day. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Anteroom, startForTest } from '../conformance/harness.ts'
import { HOW_LONG, isLongRun } from '../long.ts'
import { chromiumPath, HOW_TO, type MediaPeople, type Person, peopleOf } from './media-people.ts'

const isMissing = chromiumPath === undefined || !isLongRun
const PATIENCE = { timeout: 90_000, interval: 500 }
const OUTAGE = { outage: true }
/** Browsers give a connection up after 16 s. */
const LONGER_THAN_A_CONNECTION_LIVES_MS = 20_000

describe.skipIf(isMissing)(
  !isLongRun ? HOW_LONG : isMissing ? HOW_TO : 'in Chromium',
  { timeout: 180_000 },
  () => {
    let anteroom: Anteroom
    let people: MediaPeople

    beforeAll(async () => {
      anteroom = await startForTest({ settings: { mediaPort: 0, enforceLimits: false } })
      people = await peopleOf(anteroom)
    })
    afterAll(async () => {
      await people?.[Symbol.asyncDispose]()
      await anteroom?.[Symbol.asyncDispose]()
    })

    async function twoWhoSeeEachOther() {
      const [alice, bob] = [await people.person(), await people.person()]
      const groupId = crypto.randomUUID()
      const [a, b] = await Promise.all([alice.join({ groupId }), bob.join({ groupId })])
      // Through the relay from the start: what comes later is the outage alone.
      await alice.say({ type: 'badNetwork', up: {}, down: {} })
      await sees(bob, a, 5)
      return { alice, bob, a, b }
    }

    const sees = async (who: Person, other: string, more: number) => {
      const before = (await who.picturesOf(other)).length
      await expect
        .poll(async () => (await who.picturesOf(other)).length, PATIENCE)
        .toBeGreaterThanOrEqual(before + more)
    }

    test('for longer than a connection lives: a fresh one heals the call', async () => {
      const { alice, bob, a, b } = await twoWhoSeeEachOther()
      await alice.say({ type: 'badNetwork', up: OUTAGE, down: OUTAGE })
      await pause(LONGER_THAN_A_CONNECTION_LIVES_MS)
      await alice.say({ type: 'badNetwork' })
      await Promise.all([sees(bob, a, 5), sees(alice, b, 5)])
      const callId = await alice.callId()
      await alice.hangUp()
      await bob.hangUp()
      const ends = await anteroom.kql(`ACSCallSummary | where CorrelationId == '${callId}'`, 2)
      expect(ends.map(row => row.ParticipantEndSubCode)).toEqual(['0', '0'])
    })

    test('for good: the one without media is out with 410, whoever notices first, and the other goes on', async () => {
      const { alice, bob } = await twoWhoSeeEachOther()
      await alice.say({ type: 'badNetwork', up: OUTAGE, down: OUTAGE })
      await expect.poll(() => alice.endOf(), PATIENCE).toMatchObject({ code: 410 })
      const end = await alice.endOf()
      expect([3101, 301005]).toContain(end?.subCode)
      expect(await bob.endOf()).toBeNull()
      await bob.hangUp()
    })
  },
)
