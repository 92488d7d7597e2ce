/**
 * The numbers follow the network: four people hold a call through the server for a minute, each behind a relay of his
 * own, and the rows of each stream say what that relay did to it. Loss is held against what the relay dropped of the very
 * stream: of 300 packets of a small picture a fifth at random is 20 ± 2.3 %, and nobody could tell a wrong formula.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Relayed } from '#sources/meetings/client'
import { type Anteroom, type KqlRow, startForTest } from '../conformance/harness.ts'
import { HOW_LONG, isLongRun } from '../long.ts'
import { chromiumPath, HOW_TO, type MediaPeople, type Person, peopleOf } from './media-people.ts'

const isMissing = chromiumPath === undefined || !isLongRun
const CALL_MS = 60_000

/** Of each way, in the order in which they join: joins of others are the busiest moments, so times are judged of the last. */
const NETWORKS = {
  lossy: { lossRatio: 0.2 },
  shaky: { delayMs: 60, jitterMs: 20 },
  good: {},
  far: { delayMs: 50 },
}
type Name = keyof typeof NETWORKS
const NAMES = Object.keys(NETWORKS) as readonly Name[]

/** What was sent, and what came from each of the three others. */
const STREAMS = ['Outbound Audio', 'Outbound Video', 'Inbound Audio', 'Inbound Video'] as const
const HOW_MANY = { Outbound: 1, Inbound: 3 } as const
/** A stream of before the connection led through the relay has less. */
const LEAST_PACKETS = 200
const TWO_POINTS = 0.02
/** What is late on a good network is the machine, and as late on the others. */
const BUSY_MS = 7

interface Played {
  readonly relayed: Relayed
  readonly rows: readonly KqlRow[]
}

interface Figures {
  readonly id: number
  readonly roundTrip: number
  readonly jitter: number
  readonly loss: number
}

describe.skipIf(isMissing).each(['node-datachannel', 'werift'] as const)(
  `${!isLongRun ? HOW_LONG : isMissing ? HOW_TO : 'in Chromium'}, by %s`,
  mediaEngine => {
    let anteroom: Anteroom
    let people: MediaPeople
    const played = new Map<Name, Played>()

    beforeAll(async () => {
      anteroom = await startForTest({ settings: { mediaPort: 0, enforceLimits: false, mediaEngine } })
      people = await peopleOf(anteroom)
      const groupId = crypto.randomUUID()
      const guests = new Map<Name, { readonly person: Person; readonly id: string }>()
      // All windows before the first call: opening one takes the processor from those who already measure.
      const waiting = await Promise.all(NAMES.map(async name => ({ name, person: await people.person() })))
      for (const { name, person } of waiting) {
        guests.set(name, { person, id: await person.join({ groupId }) })
        await makeBad(person, name)
      }
      await pause(CALL_MS)
      const relayed = new Map<Name, Relayed>()
      for (const [name, { person }] of guests) relayed.set(name, await makeBad(person, name))
      const callId = (await guests.get('good')?.person.callId()) ?? ''
      for (const { person } of guests.values()) await person.hangUp()
      for (const [name, { id }] of guests) {
        const rows = await rowsOf(callId, id)
        played.set(name, { rows, relayed: relayed.get(name) ?? { up: [], down: [] } })
      }
    }, 240_000)
    afterAll(async () => {
      await people?.[Symbol.asyncDispose]()
      await anteroom?.[Symbol.asyncDispose]()
    })

    async function makeBad(person: Person, name: Name): Promise<Relayed> {
      const of = (seed: number) => ({ ...NETWORKS[name], seed })
      const answer = await person.say({ type: 'badNetwork', up: of(1), down: of(2) })
      return (answer.type === 'ok' && answer.relayed) || { up: [], down: [] }
    }

    /** The last version of each stream. */
    const rowsOf = (callId: string, participantId: string): Promise<readonly KqlRow[]> =>
      anteroom.kql(
        `ACSCallDiagnosticsUpdates
         | where CorrelationId == '${callId}' and ParticipantId == '${participantId}'
         | summarize arg_max(CallUpdatesVersion, *) by StreamId, MediaType, StreamDirection`,
        8,
      )

    /** Of all streams of that kind; fails unless there are as many as there should be. */
    function figuresOf(name: Name, stream: (typeof STREAMS)[number]): readonly Figures[] {
      const [direction, mediaType] = stream.split(' ') as ['Outbound' | 'Inbound', string]
      const found = (played.get(name)?.rows ?? [])
        .filter(row => row.StreamDirection === direction && row.MediaType === mediaType)
        .map(row => ({
          id: Number(row.StreamId),
          roundTrip: Number(row.RoundTripTimeAvg),
          jitter: Number(row.JitterAvg),
          loss: Number(row.PacketLossRateAvg),
        }))
        .filter(({ id }) => packetsOf(name, id).all >= LEAST_PACKETS)
      expect(found, `${name}: ${stream}`).toHaveLength(HOW_MANY[direction])
      return found
    }

    function packetsOf(name: Name, id: number): { readonly all: number; readonly lost: number } {
      const { up, down } = played.get(name)?.relayed ?? { up: [], down: [] }
      const { passed = 0, lost = 0 } = [...up, ...down].find(stream => stream.id === id) ?? {}
      return { all: passed + lost, lost }
    }

    /**
     * Times are the network's only where browsers got the processor when they needed it, of which the one on the good
     * network tells. Without that there is nothing to learn, and the test says so.
     */
    function skipIfBusy(skip: (note: string) => void): void {
      const late = Math.max(...STREAMS.flatMap(stream => figuresOf('good', stream)).map(row => row.roundTrip))
      if (late > BUSY_MS) skip(`the machine is too busy: ${late} ms of round trip on the good network`)
    }

    test.for(STREAMS)('%s: a delay of 50 ms each way is a round trip of 100 ± 5 ms', (stream, { skip }) => {
      skipIfBusy(skip)
      for (const { roundTrip } of figuresOf('far', stream)) {
        expect(roundTrip).toBeGreaterThanOrEqual(95)
        expect(roundTrip).toBeLessThanOrEqual(105)
      }
    })

    test.for(STREAMS)('%s: of a loss of 20 % the row tells what was lost, ± 2 points', stream => {
      for (const { id, loss } of figuresOf('lossy', stream)) {
        const { all, lost } = packetsOf('lossy', id)
        expect(Math.abs(loss - lost / all), `${loss}, dropped ${lost} of ${all}`).toBeLessThan(TWO_POINTS)
        // Four standard deviations: the relay itself does what it was told.
        expect(Math.abs(lost / all - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / all))
      }
    })

    test.for(STREAMS)('%s: a delay of ± 20 ms is a jitter of half to all of it', (stream, { skip }) => {
      skipIfBusy(skip)
      const jitters = figuresOf('shaky', stream)
        .map(({ jitter }) => jitter)
        .sort((a, b) => a - b)
      expect(jitters[0]).toBeGreaterThanOrEqual(10)
      // What the lossy one has to send again comes late on its own: his picture has more than this network's jitter.
      const judged = stream === 'Inbound Video' ? jitters.slice(0, -1) : jitters
      expect(judged.at(-1)).toBeLessThanOrEqual(20)
    })

    test.for(STREAMS.slice(0, 2))(
      '%s: on a good network nothing is lost, whatever the others have',
      stream => {
        for (const { loss } of figuresOf('good', stream)) expect(loss).toBeLessThan(TWO_POINTS)
      },
    )
  },
)
