/** Microsoft's metrics clients, old and new, list and batch, are the judges of the metrics APIs. */
import { MonitorClient } from '@azure/arm-monitor'
import {
  CommunicationIdentityClient,
  type CommunicationIdentityClientOptions,
} from '@azure/communication-identity'
import { MetricsQueryClient, MetricsClient as OldMetricsClient } from '@azure/monitor-query'
import { MetricsClient } from '@azure/monitor-query-metrics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { metrics } from '#records'
import { type Anteroom, askUntil, startForTest } from './harness.ts'

const NAMESPACE = 'Microsoft.Communication/CommunicationServices'
const METRIC = 'APIRequestAuthentication'

let anteroom: Anteroom
let contoso: string
let support: string
let arm: MonitorClient
let list: MetricsQueryClient
let batch: MetricsClient
let oldBatch: OldMetricsClient

beforeAll(async () => {
  anteroom = await startForTest()
  ;[contoso, support] = [anteroom.armIdOf('contoso-acs'), anteroom.armIdOf('contoso-support-acs')]
  const [credential, { origin: endpoint, trust }] = [anteroom.credential(), anteroom]
  const audience = 'https://management.azure.com'
  arm = new MonitorClient(credential, contoso.split('/')[2] ?? '', {
    endpoint,
    credentialScopes: `${audience}/.default`,
    ...trust,
  })
  list = new MetricsQueryClient(credential, { endpoint, audience, ...trust })
  batch = new MetricsClient(endpoint, credential, { ...trust })
  oldBatch = new OldMetricsClient(endpoint, credential, { ...trust })
  await someTraffic()
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

/** Contoso: three creates, two tokens, one refused token. Support: one create. */
async function someTraffic(): Promise<void> {
  const options = { ...anteroom.trust } as CommunicationIdentityClientOptions
  const client = new CommunicationIdentityClient(anteroom.connectionString(), options)
  const user = await client.createUser()
  await client.createUser()
  await client.createUser()
  await client.getToken(user, ['chat'])
  await client.getToken(user, ['voip'])
  await client.getToken(user, []).catch(() => {})
  await new CommunicationIdentityClient(
    anteroom.connectionString('contoso-support-acs'),
    options,
  ).createUser()
  await askUntil(async () => {
    const sum = await anteroom.kql('AnteroomOperationMetrics_CL | summarize Count = sum(Count)')
    return sum.filter(row => Number(row.Count) >= 7)
  }, 1)
}

const now = Date.now()
const span = () => ({ startTime: new Date(now - 600_000), endTime: new Date(now + 600_000) })
const total = (series: readonly { data?: readonly { count?: number }[] }[] | undefined): number =>
  (series ?? []).flatMap(({ data }) => data ?? []).reduce((sum, { count = 0 }) => sum + count, 0)

const refusal = (call: Promise<unknown>): Promise<{ statusCode: number; code: string; message: string }> =>
  call.then(
    () => expect.unreachable('it was answered'),
    error => error,
  )

describe('@azure/arm-monitor', () => {
  test('lists the definitions with their grains and dimensions', async () => {
    const found = []
    for await (const definition of arm.metricDefinitions.list(contoso)) found.push(definition)
    expect(found.map(({ name }) => name?.value)).toEqual(
      metrics.filter(({ retired }) => !retired).map(({ name }) => name),
    )
    expect(found[0]).toMatchObject({
      namespace: NAMESPACE,
      unit: 'Count',
      primaryAggregationType: 'Count',
      dimensions: [{ value: 'Operation' }, { value: 'StatusCode' }, { value: 'StatusCodeClass' }],
    })
    expect(found[0]?.metricAvailabilities?.map(({ timeGrain }) => timeGrain)).toEqual([
      'PT1M',
      'PT5M',
      'PT15M',
      'PT30M',
      'PT1H',
      'PT6H',
      'PT12H',
      'P1D',
    ])
  })

  test('lists the namespace', async () => {
    const found = []
    for await (const namespace of arm.metricNamespaces.list(contoso))
      found.push(namespace.properties?.metricNamespaceName)
    expect(found).toEqual([NAMESPACE])
  })

  test('reads values, split by a dimension', async () => {
    const { startTime, endTime } = span()
    const timespan = `${startTime.toISOString()}/${endTime.toISOString()}`
    const answer = await arm.metrics.list(contoso, {
      timespan,
      metricnames: METRIC,
      aggregation: 'count,total',
      filter: "Operation eq '*'",
      orderby: 'count asc',
    })
    const series = answer.value[0]?.timeseries ?? []
    expect(
      series.map(({ metadatavalues, data }) => [metadatavalues?.[0]?.value, total([{ data: data ?? [] }])]),
    ).toEqual([
      ['CreateIdentity', 3],
      ['CreateToken', 3],
    ])
  })

  test('an unknown resource, metric, grain and filter', async () => {
    const { startTime, endTime } = span()
    const timespan = `${startTime.toISOString()}/${endTime.toISOString()}`
    const ask = (options: Parameters<typeof arm.metrics.list>[1], id = contoso) =>
      refusal(arm.metrics.list(id, { timespan, ...options }))
    expect(await ask({}, `${contoso}x`)).toMatchObject({ statusCode: 404, code: 'ResourceNotFound' })
    expect(await ask({ metricnames: 'X' })).toMatchObject({
      statusCode: 400,
      code: 'BadRequest',
      message: expect.stringContaining('metric: X, Valid metrics: '),
    })
    expect(await ask({ interval: 'PT3M' })).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('Detected invalid time grain input'),
    })
    expect(await ask({ filter: "A eq '1' or B eq '2'" })).toMatchObject({ statusCode: 400 })
  })
})

describe('MetricsQueryClient of @azure/monitor-query', () => {
  test('definitions and namespaces', async () => {
    const names = []
    for await (const definition of list.listMetricDefinitions(contoso)) names.push(definition.name)
    expect(names).toContain(METRIC)
    for await (const namespace of list.listMetricNamespaces(contoso))
      expect(namespace.metricNamespaceName).toBe(NAMESPACE)
  })

  test('values with a filter, and without one', async () => {
    const options = { timespan: span(), aggregations: ['Count' as const], granularity: 'PT5M' }
    const all = await list.queryResource(contoso, [METRIC], options)
    expect(total(all.getMetricByName(METRIC)?.timeseries)).toBe(6)
    expect(all.granularity).toBe('PT5M')
    const failed = await list.queryResource(contoso, [METRIC], {
      ...options,
      filter: "StatusCodeClass eq '4xx' and Operation eq '*'",
    })
    const [series, ...others] = failed.getMetricByName(METRIC)?.timeseries ?? []
    expect([total(series && [series]), others.length]).toEqual([1, 0])
    expect(series?.metadataValues).toMatchObject([
      { name: 'statuscodeclass', value: '4xx' },
      { name: 'operation', value: 'CreateToken' },
    ])
  })

  test('a duration as time span, and metadata alone', async () => {
    const last = await list.queryResource(contoso, [METRIC], {
      timespan: { duration: 'PT2H' },
      aggregations: ['Count'],
    })
    expect(total(last.getMetricByName(METRIC)?.timeseries)).toBeGreaterThan(0)
    const values = await list.queryResource(contoso, [METRIC], {
      timespan: { duration: 'PT2H' },
      filter: "StatusCode eq '*'",
      resultType: 'Metadata',
    })
    const found = values
      .getMetricByName(METRIC)
      ?.timeseries.map(({ metadataValues }) => metadataValues?.[0]?.value)
    expect(found?.sort()).toEqual(['200', '201', '400'])
  })
})

describe.each([
  ['@azure/monitor-query-metrics', () => batch],
  ['MetricsClient of @azure/monitor-query', () => oldBatch],
])('the batch of %s', (_, client) => {
  test('answers each resource by itself', async () => {
    const results = await client().queryResources([contoso, support], [METRIC, 'APIRequestChat'], NAMESPACE, {
      ...span(),
      aggregation: 'Count',
      interval: 'PT1H',
    } as object)
    const counts = results.map(result => total(result.getMetricByName(METRIC)?.timeseries))
    expect(counts).toEqual([6, 1])
    expect(results.map(result => result.getMetricByName('APIRequestChat')?.timeseries)).toEqual([[], []])
    expect(results.map(({ resourceId }) => resourceId)).toEqual([contoso, support])
  })

  test('top, order, filter and roll-up arrive', async () => {
    const [result] = await client().queryResources([contoso], [METRIC], NAMESPACE, {
      ...span(),
      aggregation: 'Count',
      interval: 'PT1H',
      filter: "Operation eq '*' and StatusCode eq '*'",
      rollUpBy: 'Operation',
      orderBy: 'count desc',
      top: 1,
    } as object)
    const series = result?.getMetricByName(METRIC)?.timeseries ?? []
    expect([series.length, total(series)]).toEqual([1, 3])
  })

  test('a namespace of another kind and a resource of nobody', async () => {
    expect(
      await refusal(client().queryResources([contoso], [METRIC], 'Microsoft.Compute/x', {})),
    ).toMatchObject({ statusCode: 400 })
    expect(await refusal(client().queryResources([`${contoso}x`], [METRIC], NAMESPACE, {}))).toMatchObject({
      statusCode: 404,
    })
  })
})

test('the Prometheus page counts the same operations', async () => {
  const text = await (await fetch(`${anteroom.httpOrigin}/metrics`)).text()
  expect(text).toContain(`operation="CreateIdentity",status_code="201"} 3\n`)
})
