import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Compilation, type CompileInput, type Compiler, createCompiler } from './index.ts'

let compiler: Compiler
beforeAll(async () => {
  compiler = createCompiler()
  await compiler.ready()
})
afterAll(() => compiler.close())

const tables: CompileInput['tables'] = [
  {
    name: 'Calls',
    columns: [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'Name', type: 'string' },
      { name: 'N', type: 'long' },
    ],
  },
]
const compile = (text: string, options: Partial<CompileInput> = {}): Promise<Compilation> =>
  compiler.compile({ text, tables, database: 'w1', now: '2024-06-15T00:00:00Z', ...options })

async function sqlOf(text: string, options: Partial<CompileInput> = {}): Promise<string> {
  const compilation = await compile(text, options)
  if (compilation.kind !== 'compiled') expect.fail(JSON.stringify(compilation))
  return compilation.sql
}

async function refusalOf(
  text: string,
): Promise<Extract<Compilation, { kind: 'refused' }>['diagnostics'][number]> {
  const compilation = await compile(text)
  const first = compilation.kind === 'refused' ? compilation.diagnostics[0] : undefined
  if (!first) expect.fail(`${text} compiled`)
  return first
}

test('a syntax error has the code, place and token of the service', async () => {
  const found = await refusalOf('Calls\n| where N >')
  expect(found).toMatchObject({ code: 'SYN0002', kind: 'syntax', line: 2, pos: 12 })
  expect(found.message).toContain('Query could not be parsed')
})

test('an unknown name is SEM0100 at its place', async () => {
  expect(await refusalOf('Calls | where Nope > 1')).toMatchObject({
    code: 'SEM0100',
    kind: 'semantic',
    token: 'Nope',
    span: { start: 14, length: 4 },
  })
})

test('an item that is not supported is refused by name and position, never answered wrongly', async () => {
  expect(await refusalOf('Calls | evaluate autocluster()')).toMatchObject({
    code: 'UNS0001',
    kind: 'unsupported',
    span: { start: 17, length: 13 },
  })
  expect((await refusalOf('Calls | evaluate autocluster()')).message).toContain("'autocluster'")
  expect((await refusalOf('Calls | extend x = geo_info_from_ip_address(Name)')).message).toContain(
    "'geo_info_from_ip_address'",
  )
})

test('all findings of a query come together', async () => {
  const compilation = await compile(
    'Calls | extend a = geo_info_from_ip_address(Name), b = geo_polygon_densify(dynamic({}), 1.0)',
  )
  expect(compilation.kind === 'refused' && compilation.diagnostics).toHaveLength(2)
})

test('comparing a text with a number is refused, as the service does', async () => {
  expect((await refusalOf('Calls | where Name == 5')).message).toContain(
    'Cannot compare values of types string and long',
  )
})

test('the timespan of the API is pushed to every table that has TimeGenerated', async () => {
  const timespan = { start: '2024-06-01T00:00:00Z', end: '2024-06-02T00:00:00.5Z' }
  const sql = await sqlOf('Calls | where N > 1 | summarize count() by Name', { timespan })
  expect(sql).toMatch(
    /FROM `w1`\.`Calls` AS s\$\n\s*WHERE \(\(s\$\.`TimeGenerated` >= toDateTime64\('2024-06-01 00:00:00\.0000000'/,
  )
  expect(sql).toContain("toDateTime64('2024-06-02 00:00:00.5000000', 7, 'UTC')")
})

test('only the columns a query reads are selected from the table', async () => {
  const sql = await sqlOf('Calls | extend M = N + 1, L = strlen(Name) | where M > 1 | project M')
  expect(sql).not.toContain('lengthUTF8')
  expect(sql).not.toContain('`Name`')
})

test('a text of 10 MB is refused at once', async () => {
  expect(await refusalOf(`print '${'x'.repeat(10_000_000)}'`)).toMatchObject({
    code: 'LIM0001',
    kind: 'limit',
  })
})

test('10,000 parentheses are refused with the place where they get too deep', async () => {
  const found = await refusalOf(`print ${'('.repeat(10_000)}1${')'.repeat(10_000)}`)
  expect(found).toMatchObject({ code: 'LIM0002', kind: 'limit' })
  expect(found.span.start).toBeGreaterThan(100)
})

test('450,000 terms are refused before the parser sees them, with the limit', async () => {
  const found = await refusalOf(`print ${Array(450_000).fill('1').join('+')}`)
  expect(found).toMatchObject({ code: 'LIM0004', kind: 'limit', message: expect.stringContaining('70000') })
})

test('a function of 2,000 arguments is refused with the limit; a list of 30,000 values is compiled', async () => {
  const pairs = Array.from({ length: 1000 }, (_, i) => `N == ${i}, ${i}`)
  const found = await refusalOf(`Calls | extend c = case(${pairs.join(', ')}, 0)`)
  expect(found).toMatchObject({ code: 'LIM0005', kind: 'limit', message: expect.stringContaining('1000') })
  const values = Array.from({ length: 30_000 }, (_, i) => i)
  expect((await compile(`Calls | where N !in (${values.join(',')})`)).kind).toBe('compiled')
})

test('brackets and commas in texts and comments are not counted', async () => {
  const text = '[,('.repeat(2000)
  expect((await compile(`print '${text}', @"${text}" // ${text}`)).kind).toBe('compiled')
})

test('a query that grows beyond what the engine reads is refused with the limit', async () => {
  const calls = Array(60).fill('f()').join(', ')
  const found = await refusalOf(`let f = () { '${'x'.repeat(90_000)}' }; print strcat(${calls})`)
  expect(found).toMatchObject({ code: 'LIM0006', kind: 'limit', message: expect.stringContaining('4000000') })
})

test('a query that grows with each name is refused when it needs too much, and the next is compiled', async () => {
  const doubled = Array.from({ length: 40 }, (_, i) => `let a${i + 1} = strcat(a${i}, a${i});`)
  const text = `let a0 = tostring(rand()); ${doubled.join(' ')} print a40`
  expect(await refusalOf(text)).toMatchObject({ code: 'LIM0003', kind: 'limit' })
  expect((await compile('print 1')).kind).toBe('compiled')
}, 60_000)

test('a text of many mistakes tells the first hundred', async () => {
  const compilation = await compile(Array(2000).fill('a').join(' '))
  expect(compilation.kind === 'refused' && compilation.diagnostics.length).toBe(100)
})

test('a thousand chained operators get an answer', async () => {
  const compilation = await compile(`Calls ${'| where N > 1 '.repeat(1000)}`)
  expect(['compiled', 'refused']).toContain(compilation.kind)
})

test('a query that takes too long costs its worker, not the next query', async () => {
  const impatient = createCompiler({ timeoutMs: 1 })
  const slow = await impatient.compile({
    text: `Calls | where ${Array.from({ length: 3000 }, (_, i) => `N == ${i}`).join(' or ')}`,
    tables,
    database: 'w1',
    now: '2024-06-15T00:00:00Z',
  })
  expect(slow).toMatchObject({ kind: 'refused', diagnostics: [{ kind: 'limit' }] })
  await impatient.close()
  expect((await compile('print 1')).kind).toBe('compiled')
})

test('a closed compiler says so', async () => {
  const closed = createCompiler()
  await closed.close()
  await expect(
    closed.compile({ text: 'print 1', tables, database: 'w1', now: '2024-06-15T00:00:00Z' }),
  ).rejects.toThrow('closed')
})

test('a table of another workspace is read from its database, and the word in a text stays', async () => {
  const sql = await sqlOf("union Calls, workspace('other').Calls | where Name == \"workspace('x')\"", {
    workspaces: { other: 'w2' },
  })
  expect(sql).toContain('FROM `w1`.`Calls`')
  expect(sql).toContain('FROM `w2`.`Calls`')
  expect(sql).toContain("'workspace(\\'x\\')'")
  expect((await refusalOf("workspace('nobody').Calls")).kind).toBe('semantic')
})

test('a query asked again at another time is not compiled again, and has that time', async () => {
  const compiler = createCompiler()
  const ask = async (now: string, [start, end]: readonly [string, string]) => {
    const text = 'Calls | where TimeGenerated > ago(90m) and N > toint(5) | extend t = now()'
    const compilation = await compiler.compile({
      text,
      tables: [...tables],
      database: 'w1',
      now,
      timespan: { start, end },
    })
    return compilation.kind === 'compiled' ? compilation.sql : expect.fail('refused')
  }
  expect(await ask('2024-06-15T00:00:00Z', ['2024-06-01T00:00:00Z', '2024-06-02T00:00:00Z'])).toContain(
    '2024-06-14 22:30:00.0000000',
  )
  // A closed compiler has only what it kept.
  await compiler.close()
  const again = await ask('2025-01-02T03:04:05.6789Z', ['2025-01-01T00:00:00Z', '2025-01-02T00:00:00.5Z'])
  for (const time of [
    '2025-01-02 01:34:05.6789000',
    '2025-01-02 03:04:05.6789000',
    '2025-01-01 00:00:00.0000000',
    '2025-01-02 00:00:00.5000000',
  ]) {
    expect(again).toContain(time)
  }
})

test('the phases of a compilation are told where they are asked for', async () => {
  const compilation = await compile('Calls | where N > 1 | summarize count() by Name', { explain: true })
  if (compilation.kind !== 'compiled') expect.fail('refused')
  expect(compilation.phases?.bound).toContain('NameReference N → Column N: long')
  expect(compilation.phases?.operators).toMatch(/^project|^aggregate/)
  expect((await compile('Calls | count')).kind).toBe('compiled')
})
