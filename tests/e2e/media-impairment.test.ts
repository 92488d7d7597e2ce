/** The numbers follow the network: what a relay induces on somebody's way is what the rows of the call say. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Anteroom, type KqlRow, startForTest } from '../conformance/harness.ts'
import { HOW_LONG, isLongRun } from '../long.ts'
import { chromiumPath, HOW_TO, type MediaPeople, peopleOf } from './media-people.ts'

const isMissing = chromiumPath === undefined || !isLongRun
/** Long enough for twenty seconds of windows beside the time to connect. */
const CALL_MS = 24_000

type Stream = `${'Outbound' | 'Inbound'} ${'Audio' | 'Video'}`

interface Case {
  readonly name: string
  /** Of one participant, each way. */
  readonly impairment: object
  readonly column: 'RoundTripTimeAvg' | 'JitterAvg' | 'PacketLossRateAvg'
  /** From … to; a busy machine adds to times, never takes away. */
  readonly band: readonly [least: number, most: number]
  readonly streams: readonly Stream[]
}

const cases: readonly Case[] = [
  {
    name: 'a delay of 50 ms each way is a round trip of 100 ms',
    impairment: { delayMs: 50, seed: 1 },
    column: 'RoundTripTimeAvg',
    band: [95, 125],
    streams: ['Outbound Audio', 'Outbound Video', 'Inbound Audio', 'Inbound Video'],
  },
  {
    name: 'a loss of 20 % is a loss of 20 %, also of pictures that were sent again',
    impairment: { lossRatio: 0.2, seed: 2 },
    column: 'PacketLossRateAvg',
    band: [0.16, 0.24],
    streams: ['Outbound Audio', 'Outbound Video', 'Inbound Audio', 'Inbound Video'],
  },
  {
    // Pictures come in bursts, which jitter by themselves.
    name: 'a delay of 60 ± 30 ms is a jitter between a third of the half width and all of it',
    impairment: { delayMs: 60, jitterMs: 30, seed: 3 },
    column: 'JitterAvg',
    band: [10, 30],
    streams: ['Outbound Audio', 'Inbound Audio'],
  },
]

describe.skipIf(isMissing)(!isLongRun ? HOW_LONG : isMissing ? HOW_TO : 'in Chromium', () => {
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

  /** The longest stream of a kind: the one after the connection was led through the relay. */
  const longest = async (callId: string, participantId: string): Promise<readonly KqlRow[]> =>
    anteroom.kql(
      `ACSCallDiagnosticsUpdates
       | where CorrelationId == '${callId}' and ParticipantId == '${participantId}'
       | summarize arg_max(PacketUtilization, *) by MediaType, StreamDirection`,
      4,
    )

  test.each(cases)('$name', async ({ impairment, column, band, streams }) => {
    const [alice, bob] = [await people.person(), await people.person()]
    const groupId = crypto.randomUUID()
    const [a] = await Promise.all([alice.join({ groupId }), bob.join({ groupId })])
    await alice.say({ type: 'badNetwork', up: impairment, down: impairment })
    await pause(CALL_MS)
    const callId = await alice.callId()
    await alice.hangUp()
    await bob.hangUp()
    const rows = await longest(callId, a)
    const figures = new Map(
      rows.map(row => [`${row.StreamDirection} ${row.MediaType}`, Number(row[column])] as const),
    )
    for (const stream of streams) {
      expect(figures.get(stream), stream).toBeGreaterThanOrEqual(band[0])
      expect(figures.get(stream), stream).toBeLessThanOrEqual(band[1])
    }
    for (const person of [alice, bob]) await person.page.context().close()
  })
})
