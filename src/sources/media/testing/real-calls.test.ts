/** Real browsers through the media process: what they see and hear, and whether the figures follow the network. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { preciseClock, silentLog } from '#base'
import { isLongRun } from '../../../../tests/long.ts'
import { type MediaPlaneOptions, mediaPlane, type RemotePlane } from '../process/remote-plane.ts'
import {
  chromiumPath,
  HOW_TO,
  type MediaBrowser,
  type MediaGuest,
  startMediaBrowser,
} from './media-browser.ts'

let browser: MediaBrowser
const cleanUps: (() => Promise<void>)[] = []

describe.skipIf(!chromiumPath)(chromiumPath ? 'with Chromium' : HOW_TO, () => {
  beforeAll(async () => {
    browser = await startMediaBrowser()
  })
  afterAll(() => browser[Symbol.asyncDispose]())
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  })

  function aPlane(options: Partial<MediaPlaneOptions> = {}) {
    const plane = mediaPlane({ clock: preciseClock, log: silentLog, ...options })
    cleanUps.push(() => plane.stop())
    return plane
  }

  async function join(plane: RemotePlane, participantId: string, more = {}): Promise<MediaGuest> {
    const guest = await browser.join(plane, { callId: 'call', participantId, ...more })
    cleanUps.push(() => guest.leave())
    return guest
  }

  const playing = (guest: MediaGuest, videos: number, seconds = 1) =>
    guest.page.waitForFunction(
      `playing().filter(video => video.time > ${seconds}).length >= ${videos}`,
      undefined,
      { timeout: 30_000 },
    )

  const hears = (guest: MediaGuest, voices: number) =>
    guest.page.waitForFunction(
      `connection.getStats().then(stats => [...stats.values()].filter(one =>
        one.type === 'inbound-rtp' && one.kind === 'audio' && one.totalAudioEnergy > 0).length >= ${voices})`,
      undefined,
      { timeout: 30_000 },
    )

  test.each(['node-datachannel', 'werift'] as const)('by %s two see and hear each other', async library => {
    const plane = aPlane({ library })
    const [alice, bob] = [await join(plane, 'alice'), await join(plane, 'bob')]
    for (const guest of [alice, bob]) {
      await playing(guest, 1)
      await hears(guest, 1)
    }
  })

  test('four see and hear all others; one leaves, comes back and is seen again', async () => {
    const plane = aPlane()
    const names = ['alice', 'bob', 'carol', 'dave']
    const guests = await Promise.all(names.map(name => join(plane, name)))
    for (const guest of guests) {
      await playing(guest, 3)
      await hears(guest, 3)
    }
    const [alice, , , dave] = guests
    await dave?.leave()
    await alice?.page.waitForFunction('heldSlots().filter(slot => slot.kind === "video").length === 2')
    const again = await join(plane, 'dave again')
    await playing(again, 3)
    await alice?.page.waitForFunction('heldSlots().filter(slot => slot.kind === "video").length === 3')
  })

  test('a shared screen arrives in the slot for screens', async () => {
    const plane = aPlane()
    const [alice, bob] = [await join(plane, 'alice'), await join(plane, 'bob')]
    await alice.page.evaluate('share()')
    await bob.page.waitForFunction(
      'playing().some(video => video.mid === "s0" && video.time > 1)',
      undefined,
      {
        timeout: 30_000,
      },
    )
  })

  test('simulcast: three layers come in one connection, and the size of the tile picks one', async () => {
    const plane = aPlane()
    const alice = await join(plane, 'alice', { simulcast: true, width: 1280, height: 720 })
    const bob = await join(plane, 'bob')
    await bob.page.waitForFunction('playing().some(video => video.height >= 360)', undefined, {
      timeout: 30_000,
    })
    const height = async () => (await bob.page.evaluate<{ height: number }[]>('playing()'))[0]?.height
    plane.subscribe('bob', [{ participantId: 'alice', kind: 'video', height: 100 }])
    await bob.page.waitForFunction('playing().some(video => video.height <= 180)', undefined, {
      timeout: 30_000,
    })
    expect(await height()).toBe(180)
    const sent = await alice.stats('outbound-rtp')
    expect(sent.filter(({ rid }) => rid !== undefined).length).toBe(3)
  })

  test('a fresh connection after a broken one: the browser sees and is seen again', async () => {
    const plane = aPlane()
    const [alice, bob] = [await join(plane, 'alice'), await join(plane, 'bob')]
    await playing(bob, 1)
    await plane.renegotiate('alice', 'main')
    await alice.page.waitForFunction('isConnected()', undefined, { timeout: 30_000 })
    const played = (await bob.page.evaluate<{ time: number }[]>('playing()'))[0]?.time ?? 0
    await playing(bob, 1, played + 2)
  })

  test('a network that turns bad during the call: the browser moves to the relay and its figures follow', async () => {
    const plane = aPlane()
    const [alice, bob] = [await join(plane, 'alice'), await join(plane, 'bob')]
    await playing(bob, 1)
    await plane.impair('alice', { up: { delayMs: 60 }, down: { delayMs: 60 } })
    await alice.page.waitForFunction('isConnected()', undefined, { timeout: 30_000 })
    await alice.page.waitForFunction(
      `connection.getStats().then(stats => [...stats.values()].some(one =>
        one.type === 'remote-inbound-rtp' && one.roundTripTime > 0.11))`,
      undefined,
      { timeout: 30_000 },
    )
    await plane.impair('alice', {})
    await alice.page.waitForFunction(
      `connection.getStats().then(stats => [...stats.values()].some(one =>
        one.type === 'remote-inbound-rtp' && one.roundTripTime < 0.06))`,
      undefined,
      { timeout: 30_000 },
    )
  })

  // The browser's estimate takes its time: `npm run test:long`.
  test.skipIf(!isLongRun)(
    'congestion feedback: a browser finds the width of its line, another one in the call is not held back',
    { timeout: 180_000 },
    async () => {
      const plane = aPlane()
      await plane.impair('alice', { up: { rateKbps: 300 } })
      const alice = await join(plane, 'alice', { width: 1280, height: 720 })
      const bob = await join(plane, 'bob', { width: 1280, height: 720 })
      const bandwidth = async (guest: MediaGuest) => {
        const [pair] = (await guest.stats('candidate-pair')).filter(({ nominated }) => nominated)
        return Number(pair?.availableOutgoingBitrate)
      }
      await expect.poll(() => bandwidth(bob), { timeout: 120_000, interval: 500 }).toBeGreaterThan(700_000)
      expect(await bandwidth(alice)).toBeLessThan(450_000)
      expect(await bandwidth(alice)).toBeGreaterThan(50_000)
      await playing(bob, 1, 5)
    },
  )

  test('peer to peer: candidates through the relay make both browsers measure the bad network of one', async () => {
    const plane = aPlane()
    await plane.impair('alice', { up: { delayMs: 40 }, down: { delayMs: 40 } })
    const [alice, bob] = [await browser.page(), await browser.page()]
    cleanUps.push(
      () => alice.context().close(),
      () => bob.context().close(),
    )
    const trickle = async (from: 'alice' | 'bob', to: 'alice' | 'bob', candidate: string) => {
      const routed = await plane.peerCandidate({ from, to, candidate })
      expect(routed === candidate, candidate).toBe(!/ udp /i.test(candidate))
      await (to === 'bob' ? bob : alice).evaluate(`takeCandidate(${JSON.stringify(routed)})`)
    }
    const early: (() => Promise<void>)[] = []
    await alice.exposeFunction(
      'trickle',
      (candidate: string) => void early.push(() => trickle('alice', 'bob', candidate)),
    )
    await bob.exposeFunction(
      'trickle',
      (candidate: string) => void early.push(() => trickle('bob', 'alice', candidate)),
    )
    for (const page of [alice, bob]) await page.evaluate('meetPeer()')
    const withoutCandidates = (description: { type: string; sdp: string }) => ({
      ...description,
      sdp: description.sdp.replace(/a=candidate.*\r\n/g, ''),
    })
    const offer = await alice.evaluate<{ type: string; sdp: string }>('describe()')
    const answer = await bob.evaluate<{ type: string; sdp: string }>(
      `describe(${JSON.stringify(withoutCandidates(offer))})`,
    )
    await alice.evaluate(`describe(${JSON.stringify(withoutCandidates(answer))})`)
    await expect.poll(() => early.length, { timeout: 10_000 }).toBeGreaterThan(1)
    for (let step = early.shift(); step; step = early.shift()) await step()
    for (const page of [alice, bob]) {
      await page.waitForFunction(
        `connection.getStats().then(stats => [...stats.values()].some(one =>
          one.type === 'candidate-pair' && one.nominated && one.currentRoundTripTime > 0.078))`,
        undefined,
        { timeout: 30_000 },
      )
    }
  })
})
