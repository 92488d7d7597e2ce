/**
 * One call of four browsers, three of them with a bad network each of its own kind: every row has the figures of its
 * own hop, and nobody's network shows in another one's rows.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { preciseClock, silentLog } from '#base'
import { HOW_LONG, isLongRun } from '../../../../tests/long.ts'
import type { Impairments, PlaneStreamReport } from '../port.ts'
import { mediaPlane } from '../process/remote-plane.ts'
import { chromiumPath, HOW_TO, startMediaBrowser } from './media-browser.ts'

const NETWORKS: Readonly<Record<string, Impairments>> = {
  far: { up: { delayMs: 50 }, down: { delayMs: 50 } },
  lossy: { up: { seed: 5, lossRatio: 0.2 }, down: { seed: 6, lossRatio: 0.2 } },
  shaky: {
    up: { seed: 7, delayMs: 60, jitterMs: 30 },
    down: { seed: 8, delayMs: 60, jitterMs: 30 },
  },
  good: {},
}

/** The first has the joining in it and is not looked at. */
const WINDOWS = 3

const rows: PlaneStreamReport[] = []
const stack = new AsyncDisposableStack()

const isMissing = !chromiumPath || !isLongRun
const title = !isLongRun ? HOW_LONG : chromiumPath ? 'with Chromium' : HOW_TO

describe.skipIf(isMissing)(title, () => {
  beforeAll(async () => {
    const browser = stack.use(await startMediaBrowser())
    const plane = mediaPlane({ clock: preciseClock, log: silentLog })
    stack.defer(() => plane.stop())
    for (const [participantId, impairments] of Object.entries(NETWORKS)) {
      await plane.impair(participantId, impairments)
      const guest = await browser.join(plane, { callId: 'call', participantId })
      stack.defer(() => guest.leave())
    }
    let windows = 0
    await new Promise<void>(resolve =>
      plane.on(event => {
        if (event.type !== 'reports') return
        windows++
        if (windows > 1) rows.push(...event.reports)
        if (windows === WINDOWS) resolve()
      }),
    )
  })
  afterAll(() => stack.disposeAsync())

  type Direction = PlaneStreamReport['direction']
  type MediaType = PlaneStreamReport['mediaType']
  const HOPS: readonly (readonly [Direction, MediaType])[] = [
    ['Outbound', 'Audio'],
    ['Outbound', 'Video'],
    ['Inbound', 'Audio'],
    ['Inbound', 'Video'],
  ]

  /** The mean of a figure over the windows of a participant's streams of that kind, weighed by their packets. */
  function mean(
    participantId: string,
    [direction, mediaType]: readonly [Direction, MediaType],
    of: (row: PlaneStreamReport) => number | undefined,
  ): number {
    const found = rows
      .filter(row => row.participantId === participantId && row.direction === direction)
      .filter(row => row.mediaType === mediaType)
      .map(row => ({ value: of(row), weight: row.window.packets ?? 0 }))
      .filter(({ value }) => value !== undefined)
    const weight = found.reduce((sum, row) => sum + row.weight, 0)
    return found.reduce((sum, row) => sum + (row.value ?? 0) * row.weight, 0) / weight
  }

  const roundTrip = (row: PlaneStreamReport) => row.window.roundTripTime?.avg
  const loss = (row: PlaneStreamReport) => row.window.packetLossRate
  const jitter = (row: PlaneStreamReport) => row.window.jitter?.avg

  test('everybody has rows of what was sent and of all three that were received', () => {
    for (const participantId of Object.keys(NETWORKS)) {
      const own = rows.filter(row => row.participantId === participantId)
      const streams = (direction: Direction) =>
        new Set(own.filter(row => row.direction === direction).map(({ id }) => id)).size
      expect(streams('Outbound'), participantId).toBe(2)
      expect(streams('Inbound'), participantId).toBe(6)
    }
  })

  /**
   * Times are the network's only where browsers got the processor when they needed it; the participant on the good
   * network tells. Without that there is nothing to learn, and the test says so.
   */
  const skipIfBusy = (skip: (note: string) => void, busyMs: number) => {
    const delays = HOPS.map(hop => mean('good', hop, roundTrip))
    const most = Math.max(...delays, mean('good', ['Outbound', 'Audio'], jitter) * 4)
    if (most > busyMs) skip(`the machine is too busy: ${Math.round(most)} ms on the good network`)
  }

  test.for(HOPS)('%s %s: 50 ms each way are a round trip of 100 ms', (hop, { skip }) => {
    expect(mean('far', hop, roundTrip)).toBeGreaterThan(99)
    skipIfBusy(skip, BUSY_MS)
    expect(mean('far', hop, roundTrip)).toBeLessThan(100 + BUSY_MS)
  })

  test.for(HOPS)('%s %s: a fifth is lost, and repairs do not hide it', (hop, { skip }) => {
    skipIfBusy(skip, STARVED_MS)
    expect(mean('lossy', hop, loss)).toBeGreaterThan(0.16)
    expect(mean('lossy', hop, loss)).toBeLessThan(0.24)
    expect(mean('good', hop, loss)).toBeLessThan(0.03)
  })

  test.for(HOPS.filter(([, mediaType]) => mediaType === 'Audio'))(
    '%s %s: a delay of ± 30 ms is a jitter of 0.4 to 1.1 of it',
    (hop, { skip }) => {
      expect(mean('shaky', hop, jitter)).toBeGreaterThan(12)
      skipIfBusy(skip, BUSY_MS)
      expect(mean('shaky', hop, jitter)).toBeLessThan(33)
    },
  )
})

const BUSY_MS = 25
/** Who reads a socket that late loses packets in it, whatever the network. */
const STARVED_MS = 300
