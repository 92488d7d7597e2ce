import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HttpRequest, manualClock, parseIso, silentLog, systemClock, toIso } from '#base'
import { type Compiler, createCompiler } from '#query/kql'
import { createQueries } from '#query/logs'
import { armId, tables } from '#records'
import { type Engine, openChdbEngine, openWorkspace } from '#workspace'
import { metricsSurface } from './surface.ts'

const contoso = armId(
  '/subscriptions/s1/resourcegroups/g/providers/microsoft.communication/communicationservices/contoso',
)
const fabrikam = armId(contoso.replace('/contoso', '/fabrikam'))
const table = 'AnteroomOperationMetrics_CL'
const houseTables = tables.filter(({ name }) => name === table)
const clock = manualClock(parseIso('2026-01-15T09:00:00Z'))

let folder: string
let engine: Engine
let compiler: Compiler
let ask: (id: string, query: Readonly<Record<string, string>>, body?: unknown) => Promise<unknown>

const row = (
  number: number,
  minute: string,
  [operation, status, count]: readonly [string, string, number],
  resource = contoso,
) => ({
  itemId: `row-${number}`,
  time: `2026-01-15T${minute}:00.0000000Z`,
  resourceId: resource,
  verdict: null,
  cells: {
    ResourceId: resource,
    MetricName: 'APIRequestAuthentication',
    Operation: operation,
    StatusCode: status,
    StatusCodeClass: `${status[0]}xx`,
    Dimensions: { Operation: operation, StatusCode: status, StatusCodeClass: `${status[0]}xx` },
    Count: count,
    Total: count,
    Minimum: 1,
    Maximum: 1,
  },
})

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-metrics-'))
  compiler = createCompiler()
  engine = await openChdbEngine({ path: folder, sessions: 4, clock: systemClock, log: silentLog })
  const id = '11111111-1111-4111-8111-111111111111'
  const workspace = await openWorkspace(engine, {
    id,
    name: 'house',
    tables: houseTables,
    retentionDays: () => 3650,
    clock: systemClock,
  })
  await workspace.append({
    table,
    isReplay: false,
    rows: [
      row(1, '08:10', ['CreateToken', '200', 2]),
      row(2, '08:10', ['CreateToken', '200', 3]),
      row(3, '08:17', ['CreateToken', '429', 4]),
      row(4, '08:17', ['CreateIdentity', '201', 1]),
      row(5, '08:59', ['CreateIdentity', '201', 10], fabrikam),
      row(6, '07:59', ['CreateIdentity', '201', 100]),
      row(7, '09:00', ['CreateIdentity', '201', 100]),
    ],
  })
  const house = { id, name: 'house', armId: 'house', database: workspace.database }
  const queries = createQueries({
    compiler,
    engine,
    clock,
    tables: () => houseTables,
    workspaces: () => [house],
  })
  const surface = metricsSurface({
    clock,
    mayRead: () => true,
    resource: wanted => [contoso, fabrikam].find(known => known === wanted.toLowerCase()),
    runKql: (text, signal) => queries.answer({ text, workspace: house, signal, correlationId: 'test' }),
  })
  ask = async (route, query, body) => {
    const found = surface.routes.find(each => each.id === route)
    const params = { resource: contoso.replace('/subscriptions/', '').toUpperCase(), subscription: 'S1' }
    const reply = await found?.handle({
      params,
      query,
      body,
      signal: AbortSignal.timeout(20_000),
    } as unknown as HttpRequest)
    return reply?.body
  }
})

afterAll(async () => {
  await compiler.close()
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const span = '2026-01-15T08:00:00Z/2026-01-15T09:00:00Z'
const list = async (query: Readonly<Record<string, string>>) => {
  const answer = (await ask('Metrics_List', {
    timespan: span,
    metricnames: 'APIRequestAuthentication',
    ...query,
  })) as {
    value: {
      timeseries: { metadatavalues: { value: string }[]; data?: { timeStamp: string; count?: number }[] }[]
    }[]
  }
  return (answer.value[0]?.timeseries ?? []).map(({ metadatavalues, data }) => [
    metadatavalues.map(({ value }) => value).join(' '),
    data
      ?.filter(({ count }) => count !== undefined)
      .map(({ timeStamp, count }) => `${timeStamp.slice(11, 16)} ${count}`),
  ])
}

test('parts of a minute are added up, and what lies outside the span stays outside', async () => {
  expect(await list({})).toEqual([['', ['08:10 5', '08:17 5']]])
})

test('a longer grain gathers minutes from the start of the span', async () => {
  expect(await list({ interval: 'PT15M' })).toEqual([['', ['08:00 5', '08:15 5']]])
  expect(await list({ interval: 'PT1H' })).toEqual([['', ['08:00 10']]])
  expect(await list({ interval: 'FULL' })).toEqual([['', ['08:00 10']]])
})

test('filters compare without case and split; rollupby merges again', async () => {
  expect(await list({ $filter: "Operation eq '*'", interval: 'FULL' })).toEqual([
    ['CreateToken', ['08:00 9']],
    ['CreateIdentity', ['08:00 1']],
  ])
  expect(
    await list({ $filter: "operation eq 'createtoken' and StatusCode eq '*'", interval: 'FULL' }),
  ).toEqual([
    ['CreateToken 200', ['08:00 5']],
    ['CreateToken 429', ['08:00 4']],
  ])
  const filter = "Operation sw 'Create' and StatusCodeClass ne '4xx'"
  expect(await list({ $filter: filter, interval: 'FULL', rollupby: 'Operation,StatusCodeClass' })).toEqual([
    ['', ['08:00 6']],
  ])
})

test('metadata lists the series', async () => {
  expect(await list({ $filter: "StatusCodeClass eq '*'", resulttype: 'metadata' })).toEqual([
    ['2xx', undefined],
    ['4xx', undefined],
  ])
})

test('the batch answers each resource by itself', async () => {
  const query = {
    metricnamespace: 'Microsoft.Communication/CommunicationServices',
    metricnames: 'APIRequestAuthentication',
    starttime: toIso(clock.now() - 3_600_000),
    endtime: toIso(clock.now()),
    interval: 'FULL',
  }
  const answer = await ask('Metrics_Batch', query, {
    resourceids: [contoso, fabrikam.toUpperCase(), contoso],
  })
  const point = (count: number) => ({ value: [{ timeseries: [{ data: [{ count }] }] }] })
  expect(answer).toMatchObject({
    values: [
      {
        resourceid: contoso,
        starttime: '2026-01-15T08:00:00Z',
        endtime: '2026-01-15T09:00:00Z',
        ...point(10),
      },
      { resourceid: fabrikam, ...point(10) },
    ],
  })
  await expect(
    ask('Metrics_Batch', query, { resourceids: ['/subscriptions/other/x'] }),
  ).rejects.toMatchObject({ status: 400 })
  await expect(ask('Metrics_Batch', query, { resourceids: ['/subscriptions/s1/x'] })).rejects.toMatchObject({
    status: 404,
  })
  await expect(
    ask('Metrics_Batch', { ...query, metricnamespace: '' }, { resourceids: [contoso] }),
  ).rejects.toMatchObject({ status: 400 })
})
