import { createHmac } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { manualClock } from '#base'
import { aBatch, aLargeRecord, aRecord, idOfWire, keepsTheContract } from './testing/contract.ts'
import { type Answer, httpSink, type Received, WAYS_TO_FAIL } from './testing/http-sink.ts'
import { webhookDestination } from './webhook.ts'

const SECRET = `whsec_${Buffer.from('a key that nobody guesses').toString('base64')}`

async function open(judge?: (received: Received) => Answer | undefined) {
  const sink = await httpSink(judge)
  onTestFinished(() => sink.close())
  let strikes = 0
  return {
    sink,
    destination: webhookDestination({
      name: 'siem',
      url: `${sink.url}/hook?token=hush`,
      secret: SECRET,
      clock: manualClock(),
    }),
    received: async () => sink.taken.flatMap(({ body }) => JSON.parse(body).records.map(idOfWire)),
    strike: () => {
      sink.failNext(WAYS_TO_FAIL[strikes % WAYS_TO_FAIL.length] ?? 'cutAfter')
      strikes += 1
    },
  }
}

const tooLarge = ({ body }: Received) => (body.length > 2_000_000 ? { status: 413 } : undefined)

keepsTheContract('webhook', {
  promise: 'atLeastOnce',
  refused: aLargeRecord(9, 2_000_000),
  open: () => open(tooLarge),
})

test('signed by the Standard Webhooks specification; the same records have the same id', async () => {
  const { destination, sink } = await open()
  await destination.deliver(aBatch([aRecord(0), aRecord(1)]))
  await destination.deliver(aBatch([aRecord(0), aRecord(1)], true))
  await destination.deliver(aBatch([aRecord(2)]))
  const [first, again, other] = sink.taken
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = first?.headers ?? {}
  expect(at).toBe(String(Date.UTC(2026, 0, 15, 9) / 1000))
  const expected = createHmac('sha256', 'a key that nobody guesses').update(`${id}.${at}.${first?.body}`)
  expect(signature).toBe(`v1,${expected.digest('base64')}`)
  expect(again?.headers['webhook-id']).toBe(id)
  expect(other?.headers['webhook-id']).not.toBe(id)
})

test('the body has the records as in storage, and beside them the ids by which to tell replays', async () => {
  const { destination, sink } = await open()
  await destination.deliver(aBatch([aRecord(0)]))
  const body = JSON.parse(sink.taken[0]?.body ?? '')
  expect(body).toMatchObject({
    category: 'AuthOperational',
    container: 'insights-logs-authoperational',
    ids: ['record-00000'],
    records: [{ category: 'AuthOperational', operationName: 'CreateToken' }],
  })
})

test('no body is much larger than a megabyte', async () => {
  const { destination, sink } = await open()
  await destination.deliver(aBatch(Array.from({ length: 6 }, (_, n) => aLargeRecord(n, 300_000))))
  expect(sink.taken.map(({ body }) => JSON.parse(body).ids.length)).toEqual([3, 3])
})

test.each([
  [429, true],
  [503, true],
  [401, true],
  [404, true],
  [302, true],
  [400, false],
  [422, false],
])('%i: tried again %j, and what is said names no secret', async (status, retryable) => {
  const { destination } = await open(() => ({ status, headers: { 'retry-after': '7' } }))
  const error = await destination.deliver(aBatch([aRecord(0)])).catch(thrown => thrown)
  expect(error).toMatchObject({ retryable, retryAfterMs: 7_000 })
  expect(error.message).not.toContain('hush')
})

test('a server that is closing breaks off', async () => {
  const { destination } = await open()
  const signal = AbortSignal.abort(new Error('closing'))
  await expect(destination.deliver(aBatch([aRecord(0)]), signal)).rejects.toMatchObject({ retryable: true })
})
