import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#base'
import { absent, redacted, ruleId, shown } from '#records'
import { aBatch, aLargeRecord, aRecord, keepsTheContract, RESOURCE } from '../testing/contract.ts'
import { type Answer, httpSink, type Received, WAYS_TO_FAIL } from '../testing/http-sink.ts'
import { otlpDestination } from './otlp.ts'

async function open(judge?: (received: Received) => Answer | undefined) {
  const sink = await httpSink(judge)
  onTestFinished(() => sink.close())
  let strikes = 0
  return {
    sink,
    destination: otlpDestination({ name: 'collector', url: `${sink.url}/`, clock: systemClock }),
    received: async () => sink.taken.flatMap(({ body }) => idsOf(JSON.parse(body))),
    strike: () => {
      sink.failNext(WAYS_TO_FAIL[strikes % WAYS_TO_FAIL.length] ?? 'cutAfter')
      strikes += 1
    },
  }
}

interface LogsBody {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly {
      readonly logRecords: readonly {
        readonly attributes: readonly {
          readonly key: string
          readonly value: { readonly stringValue: string }
        }[]
      }[]
    }[]
  }[]
}

const idsOf = ({ resourceLogs }: LogsBody) =>
  resourceLogs
    .flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords))
    .map(({ attributes }) => attributes.find(({ key }) => key === 'log.record.uid')?.value.stringValue ?? '')

const rejected = JSON.stringify({ partialSuccess: { rejectedLogRecords: '1', errorMessage: 'too long' } })

keepsTheContract('otlp', {
  promise: 'atLeastOnce',
  refused: aLargeRecord(9, 2_000_000),
  open: () => open(({ body }) => (body.length > 2_000_000 ? { status: 413 } : undefined)),
})

test('a log record: time in nanoseconds, resource, severity, and each cell in its type', async () => {
  const { destination, sink } = await open()
  const cells = {
    DurationMs: shown(7),
    Level: shown('Error'),
    URI: redacted(ruleId('R21')),
    Identity: absent,
    Scopes: shown(['chat']),
  }
  await destination.deliver(aBatch([aRecord(0, cells)]))
  const [{ path, body } = { path: '', body: '' }] = sink.taken
  expect(path).toBe('/v1/logs')
  const { resource, scopeLogs } = JSON.parse(body).resourceLogs[0]
  expect(resource.attributes).toContainEqual({ key: 'cloud.resource_id', value: { stringValue: RESOURCE } })
  const [log] = scopeLogs[0].logRecords
  expect(log).toMatchObject({
    timeUnixNano: '1768478400000000000',
    severityNumber: 17,
    eventName: 'AuthOperational',
  })
  const values = new Map(log.body.kvlistValue.values.map((it: { key: string }) => [it.key, it]))
  expect(values.get('DurationMs')).toEqual({ key: 'DurationMs', value: { intValue: '7' } })
  expect(values.get('URI')).toEqual({ key: 'URI', value: { stringValue: 'Redacted' } })
  expect(values.get('Identity')).toEqual({ key: 'Identity', value: {} })
  expect(values.get('Scopes')).toEqual({
    key: 'Scopes',
    value: { arrayValue: { values: [{ stringValue: 'chat' }] } },
  })
})

test('an exported metric is a point of a minute with its count, sum, least and most', async () => {
  const { destination, sink } = await open()
  const cells = {
    MetricName: 'APIRequestChat',
    UnitName: 'Count',
    Count: 3,
    Total: 3,
    Minimum: 1,
    Maximum: 1,
  }
  const fields = Object.fromEntries(Object.entries(cells).map(([name, value]) => [name, shown(value)]))
  const { items } = aBatch([{ ...aRecord(0), category: 'AzureMetrics', fields }])
  await destination.deliver({ category: 'AzureMetrics', items, isReplay: false })
  const [{ path, body } = { path: '', body: '' }] = sink.taken
  expect(path).toBe('/v1/metrics')
  expect(JSON.parse(body).resourceMetrics[0].scopeMetrics[0].metrics).toEqual([
    {
      name: 'APIRequestChat',
      unit: '1',
      histogram: {
        aggregationTemporality: 1,
        dataPoints: [
          {
            startTimeUnixNano: '1768478400000000000',
            timeUnixNano: '1768478460000000000',
            count: '3',
            sum: 3,
            min: 1,
            max: 1,
          },
        ],
      },
    },
  ])
})

test('a request that was taken in part is a refusal, so that the router finds the record', async () => {
  const { destination } = await open(() => ({ status: 200, body: rejected }))
  await expect(destination.deliver(aBatch([aRecord(0)]))).rejects.toMatchObject({
    retryable: false,
    message: expect.stringContaining('too long'),
  })
})
