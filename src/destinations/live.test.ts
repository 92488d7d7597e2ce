import { expect, test } from 'vitest'
import { type LiveEvent, liveDestination } from './live.ts'
import { aBatch, aRecord } from './testing/contract.ts'

const numbered = (count: number) => Array.from({ length: count }, (_, n) => aRecord(n))

async function read(events: AsyncIterable<LiveEvent>): Promise<LiveEvent[]> {
  const seen: LiveEvent[] = []
  for await (const event of events) seen.push(event)
  return seen
}

test('a slow subscriber is told how many records were left out, in their place; others miss nothing', async () => {
  const live = liveDestination({ name: 'live', buffer: 2 })
  const slow = live.subscribe({})[Symbol.asyncIterator]()
  await live.deliver(aBatch(numbered(5)))
  expect(await slow.next()).toMatchObject({ value: { record: { id: 'record-00000' } } })
  expect(await slow.next()).toMatchObject({ value: { record: { id: 'record-00001' } } })
  expect(await slow.next()).toMatchObject({ value: { kind: 'missed', count: 3 } })
  await live.deliver(aBatch([aRecord(7)]))
  expect(await slow.next()).toMatchObject({ value: { record: { id: 'record-00007' } } })
  live.close()
  expect(await slow.next()).toMatchObject({ done: true })
})

test('a subscription sees only the categories and resources it asked for', async () => {
  const live = liveDestination({ name: 'live' })
  const none = live.subscribe({ categories: new Set(['CallSummary']) })
  const elsewhere = live.subscribe({ resources: new Set(['/subscriptions/other']) })
  const mine = live.subscribe({
    categories: new Set(['AuthOperational']),
    resources: new Set([aRecord(0).resource]),
  })
  await live.deliver(aBatch(numbered(1)))
  live.close()
  expect(await read(none)).toEqual([])
  expect(await read(elsewhere)).toEqual([])
  expect(await read(mine)).toHaveLength(1)
})

test('a reader that stops, or whose signal aborts, is no longer served', async () => {
  const live = liveDestination({ name: 'live' })
  const away = new AbortController()
  const aborted = read(live.subscribe({}, away.signal))
  const stopped = (async () => {
    for await (const _ of live.subscribe({})) break
  })()
  expect(live.subscribers()).toBe(2)
  await live.deliver(aBatch(numbered(1)))
  await stopped
  away.abort()
  expect(await aborted).toHaveLength(1)
  expect(live.subscribers()).toBe(0)
})
