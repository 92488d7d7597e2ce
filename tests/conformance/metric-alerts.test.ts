/** Microsoft's monitor client is the judge of metric alert rules and action groups; a real receiver hears what fires. */

import { createServer, type Server } from 'node:http'
import type { MetricAlertResource } from '@azure/arm-monitor'
import {
  CommunicationIdentityClient,
  type CommunicationIdentityClientOptions,
} from '@azure/communication-identity'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { all, GROUP, monitorClient, plainClient, refusal, SUBSCRIPTION } from './arm-clients.ts'
import { type Anteroom, askUntil, startForTest } from './harness.ts'

const METRIC = 'APIRequestAuthentication'
const NAMESPACE = 'Microsoft.Communication/CommunicationServices'
const MINUTE = 60_000

let anteroom: Anteroom
let monitor: ReturnType<typeof monitorClient>
let plain: ReturnType<typeof plainClient>
let contoso: string
let receiver: Server
let told: string[]
let team: string

beforeAll(async () => {
  anteroom = await startForTest()
  monitor = monitorClient(anteroom)
  plain = plainClient(anteroom)
  contoso = anteroom.armIdOf('contoso-acs')
  told = []
  receiver = createServer(async (request, response) => {
    const parts: string[] = []
    for await (const part of request) parts.push(String(part))
    response.end()
    told.push(parts.join(''))
  })
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  const port = typeof address === 'object' ? address?.port : 0
  const { id = '' } = await monitor.actionGroups.createOrUpdate(GROUP, 'team', {
    location: 'Global',
    groupShortName: 'team',
    enabled: true,
    webhookReceivers: [{ name: 'hook', serviceUri: `http://127.0.0.1:${port}/`, useCommonAlertSchema: true }],
  })
  team = id
})
afterAll(async () => {
  receiver?.close()
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})
beforeEach(() => {
  told.length = 0
})

const criterion = (more: object = {}) => ({
  criterionType: 'StaticThresholdCriterion' as const,
  name: 'refused',
  metricName: METRIC,
  metricNamespace: NAMESPACE,
  timeAggregation: 'Count',
  operator: 'GreaterThan',
  threshold: 2,
  ...more,
})
const ruleWith = (allOf: readonly object[], more: object = {}) =>
  ({
    location: 'global',
    severity: 1,
    enabled: true,
    scopes: [contoso],
    evaluationFrequency: 'PT1M',
    windowSize: 'PT5M',
    criteria: { odataType: 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria', allOf },
    actions: [{ actionGroupId: team }],
    ...more,
  }) as MetricAlertResource

describe('a metric alert rule', () => {
  test('is put, shown, listed, changed in part and deleted', async () => {
    const rules = monitor.metricAlerts
    const dimensions = [{ name: 'StatusCode', operator: 'Include', values: ['403', '404'] }]
    const put = await rules.createOrUpdate(GROUP, 'shape', ruleWith([criterion({ dimensions })]))
    const shape = {
      name: 'shape',
      type: 'Microsoft.Insights/metricAlerts',
      location: 'global',
      severity: 1,
      enabled: true,
      evaluationFrequency: 'PT1M',
      windowSize: 'PT5M',
      criteria: {
        odataType: 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria',
        allOf: [{ metricName: METRIC, threshold: 2, dimensions }],
      },
      actions: [{ actionGroupId: team }],
    }
    expect(put).toMatchObject(shape)
    expect(await rules.get(GROUP.toLowerCase(), 'SHAPE')).toMatchObject(shape)
    expect(await all(rules.listByResourceGroup(GROUP))).toMatchObject([shape])
    expect((await all(rules.listBySubscription())).map(({ name }) => name)).toContain('shape')
    const changed = await rules.update(GROUP, 'shape', { severity: 4, enabled: false, tags: { of: 'tests' } })
    expect(changed).toMatchObject({ ...shape, severity: 4, enabled: false, tags: { of: 'tests' } })
    await rules.delete(GROUP, 'shape')
    await rules.delete(GROUP, 'shape')
    expect(await refusal(rules.get(GROUP, 'shape'))).toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
    })
  })

  const refused: readonly [what: string, rule: () => MetricAlertResource, words: RegExp][] = [
    [
      'a dynamic threshold',
      () =>
        ruleWith([
          {
            ...criterion(),
            criterionType: 'DynamicThresholdCriterion',
            alertSensitivity: 'High',
            failingPeriods: { numberOfEvaluationPeriods: 4, minFailingPeriodsToAlert: 4 },
          },
        ]),
      /DynamicThresholdCriterion is not served/,
    ],
    [
      'criteria over several resources',
      () =>
        ruleWith([], {
          criteria: {
            odataType: 'Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria',
            allOf: [],
          },
        }),
      /MultipleResourceMultipleMetricCriteria' are not served/,
    ],
    ['an unknown metric', () => ruleWith([criterion({ metricName: 'Cpu' })]), /no metric 'Cpu'/],
    [
      'an unknown dimension',
      () => ruleWith([criterion({ dimensions: [{ name: 'Colour', operator: 'Include', values: ['*'] }] })]),
      /no dimension 'Colour'.*StatusCode/,
    ],
    [
      'several criteria that split',
      () =>
        ruleWith([
          criterion({ dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['*'] }] }),
          criterion({ name: 'other' }),
        ]),
      /exactly one value/,
    ],
    ['an odd window', () => ruleWith([criterion()], { windowSize: 'PT7M' }), /windowSize is 'PT7M'/],
    [
      'a window shorter than the frequency',
      () => ruleWith([criterion()], { evaluationFrequency: 'PT15M' }),
      /shorter than evaluationFrequency/,
    ],
  ]
  test.each(refused)('with %s is refused by name', async (_, rule, words) => {
    const error = await refusal(monitor.metricAlerts.createOrUpdate(GROUP, 'refused', rule()))
    expect(error).toMatchObject({ statusCode: 400, code: 'BadRequest' })
    expect(error.message).toMatch(words)
  })

  test('over a resource that is not here is refused', async () => {
    const rule = ruleWith([criterion()], { scopes: [`${contoso}-gone`] })
    expect(await refusal(monitor.metricAlerts.createOrUpdate(GROUP, 'gone', rule))).toMatchObject({
      statusCode: 400,
      code: 'ScopeNotFound',
    })
  })

  test('of another tenant is not there', async () => {
    await monitor.metricAlerts.createOrUpdate(GROUP, 'ours', ruleWith([criterion()]))
    const others = monitorClient(anteroom, 'fabrikam-app').metricAlerts
    expect(await refusal(others.get(GROUP, 'ours'))).toMatchObject({ statusCode: 404 })
    expect(
      await refusal(others.createOrUpdate(GROUP, 'theirs', ruleWith([criterion()], { actions: [] }))),
    ).toMatchObject({ statusCode: 403, code: 'AuthorizationFailed' })
    await monitor.metricAlerts.delete(GROUP, 'ours')
  })
})

/** Requests that are refused, then time that passes without any. */
async function refuseRequests(
  count: number,
  resource: 'contoso-acs' | 'contoso-support-acs' = 'contoso-acs',
): Promise<void> {
  const options = { ...anteroom.trust } as CommunicationIdentityClientOptions
  const client = new CommunicationIdentityClient(anteroom.connectionString(resource), options)
  const user = await client.createUser()
  for (let i = 0; i < count; i++) await client.getToken(user, []).catch(() => {})
  await askUntil(async () => {
    const sum = await anteroom.kql(
      `AnteroomOperationMetrics_CL
      | where StatusCode == '400' and ResourceId == '${anteroom.armIdOf(resource)}'
      | summarize Count = sum(Count)`,
    )
    return sum.filter(row => Number(row.Count) >= count)
  }, 1)
}

const payloads = () => told.map(text => JSON.parse(text).data)
const alertsOf = async (rule: string) => {
  const path = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.AlertsManagement/alerts?api-version=2019-05-05-preview`
  const { body } = await plain('GET', path)
  const value = (body?.value ?? []) as readonly {
    readonly properties: { readonly essentials: Readonly<Record<string, unknown>> }
  }[]
  return value.filter(one => String(one.properties.essentials.alertRule).endsWith(`/${rule}`))
}

test('it fires once for each value of a dimension, tells in the schema of metric alerts, and resolves', {
  timeout: 60_000,
}, async () => {
  const dimensions = [{ name: 'statuscode', operator: 'Include', values: ['*'] }]
  await monitor.metricAlerts.createOrUpdate(GROUP, 'fires', ruleWith([criterion({ dimensions })]))
  await refuseRequests(4)
  anteroom.clock.shift(2 * MINUTE)
  await askUntil(async () => payloads(), 1)
  const [{ essentials, alertContext }] = payloads()
  expect(essentials).toMatchObject({
    alertRule: 'fires',
    severity: 'Sev1',
    signalType: 'Metric',
    monitoringService: 'Platform',
    monitorCondition: 'Fired',
    alertTargetIDs: [contoso],
    configurationItems: ['contoso-acs'],
  })
  expect(alertContext).toMatchObject({
    conditionType: 'SingleResourceMultipleMetricCriteria',
    condition: {
      windowSize: 'PT5M',
      allOf: [
        {
          metricName: METRIC,
          metricNamespace: NAMESPACE,
          operator: 'GreaterThan',
          threshold: '2',
          timeAggregation: 'Count',
          dimensions: [{ name: 'StatusCode', value: '400' }],
          metricValue: 4,
        },
      ],
    },
  })
  anteroom.clock.shift(9 * MINUTE)
  await askUntil(async () => payloads(), 2)
  expect(payloads().map(one => one.essentials.monitorCondition)).toEqual(['Fired', 'Resolved'])
  expect(await alertsOf('fires')).toMatchObject([
    { properties: { essentials: { signalType: 'Metric', monitorCondition: 'Resolved' } } },
  ])
  const rows = await anteroom.kql(
    `AnteroomAlerts_CL
    | where RuleName == 'fires'
    | project Event, Receiver, Value, Threshold, Status = tostring(Dimensions.StatusCode), Severity, MetricName, Attempts
    | sort by Event asc`,
    4,
  )
  const fired = { Value: 4, Threshold: 2, Status: '400', Severity: 1, MetricName: METRIC }
  expect(rows).toMatchObject([
    { ...fired, Event: 'Fired', Receiver: '', Attempts: null },
    { ...fired, Event: 'Resolved', Receiver: '' },
    { ...fired, Event: 'Told', Receiver: 'hook', Attempts: 1 },
    { ...fired, Event: 'Told', Receiver: 'hook', Attempts: 1 },
  ])
  await monitor.metricAlerts.delete(GROUP, 'fires')
})

test('what a deleted rule had open is withdrawn, and the table of alerts tells so', {
  timeout: 60_000,
}, async () => {
  await monitor.metricAlerts.createOrUpdate(
    GROUP,
    'withdrawn',
    ruleWith([criterion({ operator: 'LessThan', threshold: 1_000_000 })]),
  )
  anteroom.clock.shift(MINUTE)
  await askUntil(() => alertsOf('withdrawn'), 1)
  await monitor.metricAlerts.delete(GROUP, 'withdrawn')
  const rows = await anteroom.kql(
    `AnteroomAlerts_CL | where RuleName == 'withdrawn' and Event == 'Withdrawn'`,
  )
  expect(rows).toHaveLength(1)
  expect(await alertsOf('withdrawn')).toMatchObject([
    { properties: { essentials: { monitorCondition: 'Resolved' } } },
  ])
})

test('several criteria must all be over, each of its own dimension', { timeout: 60_000 }, async () => {
  const of = (name: string, status: string, threshold: number) =>
    criterion({
      name,
      threshold,
      dimensions: [{ name: 'StatusCode', operator: 'Include', values: [status] }],
    })
  const operation = [{ name: 'Operation', operator: 'Include', values: ['CreateToken'] }]
  const put = (name: string, threshold: number) =>
    monitor.metricAlerts.createOrUpdate(
      GROUP,
      name,
      ruleWith([of('refused', '400', 2), criterion({ name: 'all', threshold, dimensions: operation })]),
    )
  await put('both', 3)
  await put('one', 1000)
  await refuseRequests(4)
  anteroom.clock.shift(2 * MINUTE)
  const found = await askUntil(() => alertsOf('both'), 1)
  expect(found).toHaveLength(1)
  const [fired] = await askUntil(async () => payloads(), 1)
  expect(fired.alertContext.condition.allOf).toMatchObject([
    { metricValue: 4, dimensions: [{ value: '400' }, { value: 'CreateToken' }] },
    { metricValue: 4 },
  ])
  // The other rule was evaluated over the same minutes, and only one of its criteria was over.
  const { body } = await plain('GET', `${ruleUrl('one')}?api-version=2018-03-01`)
  const { evaluatedThrough } = Object(body?.anteroom)
  expect(Date.parse(evaluatedThrough)).toBeGreaterThanOrEqual(Date.parse(fired.essentials.firedDateTime))
  expect(await alertsOf('one')).toEqual([])
  await Promise.all(['both', 'one'].map(name => monitor.metricAlerts.delete(GROUP, name)))
})

const ruleUrl = (name: string, type = 'metricAlerts') =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}/providers/Microsoft.Insights/${type}/${name}`

test('a test run tells when it would have fired', async () => {
  const start = anteroom.clock.now()
  await refuseRequests(4, 'contoso-support-acs')
  const timespan = [start, start + 2 * MINUTE].map(at => new Date(at).toISOString()).join('/')
  const properties = {
    ...ruleWith([]),
    scopes: [anteroom.armIdOf('contoso-support-acs')],
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria',
      allOf: [criterion()],
    },
  }
  const url = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Insights/testMetricAlert?api-version=2018-03-01`
  const { status, body } = await plain('POST', url, { properties, timespan })
  expect(status).toBe(200)
  const points = body?.points as readonly { readonly event: string | null; readonly value: number }[]
  expect(points.filter(({ event }) => event === 'fired')).toHaveLength(1)
  expect(Math.max(...points.map(({ value }) => value))).toBeGreaterThanOrEqual(5)
})

describe('a part of it is changed by PATCH', () => {
  test('an action group', async () => {
    const changed = await monitor.actionGroups.update(GROUP, 'team', { enabled: false, tags: { a: 'b' } })
    expect(changed).toMatchObject({ enabled: false, groupShortName: 'team', tags: { a: 'b' } })
    expect(changed.webhookReceivers).toHaveLength(1)
    await monitor.actionGroups.update(GROUP, 'team', { enabled: true })
    expect(await refusal(monitor.actionGroups.update(GROUP, 'nobody', { enabled: true }))).toMatchObject({
      statusCode: 404,
    })
  })

  // The client speaks 2018-04-16, a log alert of another shape that the service has retired.
  test('a scheduled query rule, whose result is checked as a whole', async () => {
    const url = `${ruleUrl('kql', 'scheduledQueryRules')}?api-version=2023-12-01`
    const condition = { query: 'range x from 1 to 7 step 1', timeAggregation: 'Count', operator: 'Equals' }
    const properties = {
      scopes: [contoso],
      evaluationFrequency: 'PT5M',
      windowSize: 'PT5M',
      criteria: { allOf: [{ ...condition, threshold: 7 }] },
    }
    expect(await plain('PUT', url, { location: 'global', properties })).toMatchObject({ status: 201 })
    const patched = await plain('PATCH', url, { properties: { severity: 0, enabled: false } })
    expect(patched).toMatchObject({ status: 200, body: { properties: { ...properties, severity: 0 } } })
    const bad = await plain('PATCH', url, { properties: { severity: 9 } })
    expect(bad).toMatchObject({ status: 400 })
    expect(JSON.stringify(bad.body)).toMatch(/severity.*at most 4/)
    expect(await plain('DELETE', url)).toMatchObject({ status: 200 })
  })
})
