/** The operations over a real state file: what is stored, what reaches the journal, what is refused. */
import { afterEach, expect, test } from 'vitest'
import { ApiError, type HttpRequest, manualClock, seededIds, silentLog } from '#base'
import { armId, type DepositedRow, tenantId } from '#records'
import { openState, type State } from '#state'
import { createNetworks, type Networks } from './create-networks.ts'
import { networksMigrations } from './store.ts'

const CONTOSO = tenantId('c0117050-0000-4000-8000-000000000001')
const ROW = '10.1.0.0,HQ,23,Main,,,,,,,,Europe,1,0,0'

let state: State
let networks: Networks
afterEach(async () => {
  await networks.close()
  await state.close()
})

function open() {
  const clock = manualClock()
  state = openState({ path: ':memory:', migrations: networksMigrations, clock, log: silentLog })
  networks = again(clock)
}

const again = (clock = manualClock()) =>
  createNetworks({
    state,
    readerOf: ({ query }) => ({ tenant: CONTOSO, role: query.role ?? 'administrator' }),
    rows: async () => [],
    streams: () => 'T',
    workspaceOf: () => armId('/w'),
    audiences: [],
    clock,
    ids: seededIds(1),
    log: silentLog,
  })

async function call(
  method: string,
  path: string,
  { body = '', query = {} }: Partial<HttpRequest<string>> = {},
) {
  const parts = path.split('/')
  const matches = (pattern: string) => {
    const wanted = pattern.split('/')
    return (
      wanted.length === parts.length && wanted.every((part, i) => part.startsWith('{') || part === parts[i])
    )
  }
  const route = networks.surface.routes.find(one => one.method === method && matches(one.path))
  if (!route) return expect.fail(`no route ${method} ${path}`)
  const kind = route.path.includes('{kind}') ? (parts[3] ?? '') : ''
  return route.handle({
    method,
    target: path,
    params: { kind },
    query,
    headers: {},
    body,
    caller: { kind: 'entra', tenant: CONTOSO, subject: 'olivia' },
    requestId: 'r',
    receivedAt: 0,
    remoteAddress: '',
    origin: 'https://localhost',
    signal: new AbortController().signal,
  })
}

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => expect.fail('it was answered'),
    (error: unknown) => (error instanceof ApiError ? error : expect.fail(String(error))),
  )

const upload = (body: string, query: Record<string, string> = {}) =>
  call('PUT', '/teams/networks/buildings', { body, query: { startdate: '2026-01-01', ...query } })

/** Rows of all deposits so far. */
const deposited = (): readonly DepositedRow[] =>
  state.journal.after(0, 10_000).flatMap(({ fact }) => (fact.kind === 'deposit' ? fact.deposit.rows : []))

async function files() {
  await expect.poll(async () => JSON.stringify(await call('GET', '/teams/networks'))).not.toContain('loading')
  const { body } = await call('GET', '/teams/networks')
  return (body as { value: readonly Record<string, unknown>[] }).value
}

test('an upload is listed, downloads as it came, and its networks reach the journal with a mark behind them', async () => {
  open()
  expect((await upload(ROW, { filename: 'hq.csv', enddate: '2026-12-31' })).status).toBe(202)
  expect(await files()).toMatchObject([
    {
      kind: 'buildings',
      state: 'active',
      name: 'hq.csv',
      rows: 1,
      expanded: 2,
      validFrom: '2026-01-01T00:00:00.0000000Z',
      validUntil: '2026-12-31T00:00:00.0000000Z',
      uploadedBy: 'olivia',
    },
  ])
  const rows = deposited().map(({ cells }) => [cells.Subnet, cells.BuildingName ?? null])
  expect(rows).toEqual([
    ['10.1.0.0', 'Main'],
    ['10.1.1.0', 'Main'],
    ['', null],
  ])
  const { text, headers } = await call('GET', '/teams/networks/buildings/content')
  expect(text?.content).toBe(ROW)
  expect(headers?.['Content-Disposition']).toContain('buildings.csv')
})

test('one file is in use: the next replaces it, and the marks of both differ in time though the clock stands', async () => {
  open()
  await upload(ROW)
  const [first] = await files()
  await upload(ROW.replace('Main', 'Annex'))
  const [second, ...more] = await files()
  expect(more).toEqual([])
  expect(second?.id).not.toBe(first?.id)
  const marks = deposited().filter(({ cells }) => cells.Subnet === '')
  expect(marks.map(({ cells }) => cells.FileId)).toEqual([first?.id, second?.id])
  expect(marks[1]?.time).toBeGreaterThan(marks[0]?.time ?? 0)
})

test('a removal leaves nothing to list and marks that no file is in use', async () => {
  open()
  await upload(ROW)
  await files()
  expect((await call('DELETE', '/teams/networks/buildings')).status).toBe(204)
  expect(await files()).toEqual([])
  expect(deposited().at(-1)?.cells).toMatchObject({ FileId: '', Subnet: '' })
  expect((await refusal(call('DELETE', '/teams/networks/buildings'))).status).toBe(404)
})

test('a file with problems is refused with each of them by line and column, and the former stays in use', async () => {
  open()
  await upload(ROW)
  const [before] = await files()
  const error = await refusal(upload(`${ROW}\n10.9.0.0,,,,,,,,,,,,yes,0,0`))
  expect(error).toMatchObject({ status: 400, code: 'InvalidFile' })
  expect(error.message).toContain('2 problems')
  expect(error.details).toMatchObject({
    problems: 2,
    details: [
      { line: 2, column: 3, name: 'NetworkRange' },
      { line: 2, column: 13, name: 'InsideCorp', found: '"yes"' },
    ],
  })
  expect(await files()).toEqual([before])
})

test('of very many problems a hundred are listed and all are counted', async () => {
  open()
  const error = await refusal(upload(Array.from({ length: 250 }, () => 'x').join('\n')))
  expect(error.details.problems).toBe(250)
  expect(error.details.details).toHaveLength(100)
})

test('a check says what an upload would say and stores nothing', async () => {
  open()
  const body = `${ROW}\nx`
  const answer = await call('POST', '/teams/networks/buildings/check', {
    body,
    query: { role: 'specialist' },
  })
  expect(answer.body).toMatchObject({ rows: 1, expanded: 2, problems: 1, details: [{ line: 2, column: 0 }] })
  expect(await files()).toEqual([])
})

test.each(['engineer', 'specialist'])(
  'the role %s may look and download, not upload or remove',
  async role => {
    open()
    await upload(ROW)
    await files()
    expect((await refusal(upload(ROW, { role }))).status).toBe(403)
    expect((await refusal(call('DELETE', '/teams/networks/buildings', { query: { role } }))).status).toBe(403)
    expect((await call('GET', '/teams/networks/buildings/content', { query: { role } })).status).toBe(200)
  },
)

test.each([
  ['a missing start', { startdate: '' }, /startDate: found nothing, expected a day/],
  ['a start that is no day', { startdate: '2026-02-30' }, /startDate: found "2026-02-30"/],
  ['an end before the start', { enddate: '2025-12-31' }, /endDate: found "2025-12-31", expected a day after/],
])('%s is refused', async (_, query, told) => {
  open()
  expect((await refusal(upload(ROW, query))).message).toMatch(told)
})

test('a kind that is none, and a file that is not there, are told so', async () => {
  open()
  expect((await refusal(call('GET', '/teams/networks/rooms'))).message).toMatch(
    /'rooms'; there are buildings/,
  )
  expect((await refusal(call('GET', '/teams/networks/endpoints/content'))).message).toMatch(
    /no endpoint file/,
  )
})

test('a large file comes in pieces, and one that was stopped goes on where it was, each row once', async () => {
  open()
  await upload('10.0.0.0,Wide,12,Main,,,,,,,,Europe,1,0,0')
  await expect.poll(() => deposited().length).toBeGreaterThan(1000)
  await networks.close()
  const stoppedAt = deposited().length
  networks = again()
  await files()
  const subnets = deposited().map(({ cells }) => cells.Subnet)
  expect(stoppedAt).toBeLessThanOrEqual(4097)
  expect(subnets).toHaveLength(4097)
  expect(new Set(subnets).size).toBe(4097)
  expect(subnets.at(-1)).toBe('')
})
