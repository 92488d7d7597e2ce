/**
 * Invariant 10 for queries: absurd KQL gets the logs API's own words, its time and its memory, and no more of either.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeJwt, decodeProtectedHeader, importPKCS8, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { knownWorld } from '#directory'
import { LOGS_AUDIENCE, openClient, type Sending, tokenFor } from './client.ts'
import { badArgument, type Case, hostileTarget, standard, testCases } from './hostile-target.ts'

const WORKSPACE = knownWorld.workspaces[0]?.id ?? ''

const target = hostileTarget()

let logsToken: string
let metricsToken: string
beforeAll(async () => {
  const { httpOrigin } = target().server
  logsToken = await tokenFor(httpOrigin, LOGS_AUDIENCE)
  metricsToken = await tokenFor(httpOrigin, 'https://management.azure.com')
})

/** A token of the server's own key whose hour is over. */
async function expiredToken(): Promise<string> {
  const key = await importPKCS8(await readFile(join(target().folder, 'token-service.key'), 'utf8'), 'RS256')
  const { alg = 'RS256', kid = '' } = decodeProtectedHeader(logsToken)
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({ ...decodeJwt(logsToken), iat: now - 7200, nbf: now - 7200, exp: now - 3600 })
    .setProtectedHeader({ alg, kid })
    .sign(key)
}

const query = (kql: unknown, more: Partial<Sending> & { readonly waitSeconds?: number } = {}): Sending => ({
  method: 'POST',
  path: `/v1/workspaces/${WORKSPACE}/query`,
  body: JSON.stringify({ query: kql }),
  ...more,
  headers: {
    authorization: `Bearer ${logsToken}`,
    prefer: `wait=${more.waitSeconds ?? 60}`,
    ...more.headers,
  },
})
const kqlCase = (what: string, kql: string, inner: string): Case => ({
  what,
  send: () => query(kql),
  status: 400,
  body: badArgument(inner),
})
/** A query that would run for ever: the time it was given is up. */
const endless = (what: string, kql: string): Case => ({
  what,
  send: () => query(kql, { waitSeconds: 2 }),
  status: 504,
  body: standard('GatewayTimeout', 'E_QUERY_TIMEOUT'),
})
const TABLE_OF = (rows: number) => `range x from 1 to ${rows} step 1`

const kqlCases: readonly Case[] = [
  {
    what: 'a text of 10 MB',
    send: () => query(`print ${'1+'.repeat(5_000_000)}1`),
    status: 413,
    body: standard('RequestEntityTooLarge'),
  },
  kqlCase('10,000 parentheses', `print ${'('.repeat(10_000)}1${')'.repeat(10_000)}`, 'LIM0002'),
  kqlCase('10,000 brackets without an end', `print ${'['.repeat(10_000)}`, 'LIM0002'),
  kqlCase('a sum of 50,000 terms', `print ${'1+'.repeat(50_000)}1`, 'LIM0004'),
  kqlCase('400 functions in each other', `print ${'iff(true,'.repeat(400)}1${',2)'.repeat(400)}`, 'SEM0100'),
  kqlCase('5,000 operators in a row', `print x=1${' | extend x = x + 1'.repeat(5000)}`, 'SEM0100'),
  kqlCase('an unknown table', 'Nope | count', 'SEM0100'),
  kqlCase('half a query', 'ACSCallSummary | where', 'SYN0002'),
  kqlCase('no query', '', 'UNS0001'),
  kqlCase('a regular expression that is none', 'print "a" matches regex "(("', 'E_RUNTIME_ERROR'),
  kqlCase(
    'a regular expression that repeats a billion times',
    'print "a" matches regex "((a{1000}){1000}){1000}"',
    'E_RUNTIME_ERROR',
  ),
  kqlCase('a text of 3 GB', 'print strlen(strrep("abc", 1000000000))', 'E_QUERY_RESULT_SET_TOO_LARGE'),
  kqlCase(
    'a list that fills the memory',
    `${TABLE_OF(100_000_000)} | summarize make_list(strcat(x, "abcdefghijklmnopqrstuvwxyz"))`,
    'E_LOW_MEMORY_CONDITION',
  ),
  {
    what: 'a range of 1,000,000,000,000 rows, of which the first are given',
    send: () => query(TABLE_OF(1_000_000_000_000)),
    status: 200,
    body: standard('PartialError'),
  },
  endless('the count of a range of 1,000,000,000,000 rows', `${TABLE_OF(1_000_000_000_000)} | count`),
  endless(
    'a join of everything with everything',
    `let all = ${TABLE_OF(100_000)} | extend k = 1;
     all | join kind=inner all on k | join kind=inner all on k | summarize count() by x`,
  ),
  {
    what: 'a query that is no text',
    send: () => query(5),
    status: 400,
    body: standard('BadRequest'),
  },
  {
    what: 'malformed JSON',
    send: () => query('', { body: '{"query": ' }),
    status: 400,
    body: standard('BadRequest'),
  },
  {
    what: 'no query at all',
    send: () => query('', { body: '{}' }),
    status: 400,
    body: badArgument('QueryValidationError'),
  },
  {
    what: 'a timespan that is none',
    send: () => query('', { body: '{"query": "print 1", "timespan": "yesterday"}' }),
    status: 400,
    body: badArgument('QueryValidationError'),
  },
  {
    what: 'an unknown workspace',
    send: () => query('print 1', { path: '/v1/workspaces/nope/query' }),
    status: 404,
    body: standard('WorkspaceNotFoundError'),
  },
  {
    what: 'an unknown resource',
    send: () => query('print 1', { path: '/v1/subscriptions/no/resourceGroups/such/query' }),
    status: 404,
    body: standard('ResourceNotFound'),
  },
  {
    what: 'broken percent-encoding',
    send: () => query('print 1', { path: '/v1/workspaces/%zz/query' }),
    status: 400,
    body: standard('BadRequest'),
  },
  {
    what: 'no token',
    send: () => ({ ...query('print 1'), headers: {} }),
    status: 401,
    body: standard('Unauthorized'),
  },
  {
    what: 'a token for another audience',
    send: () => query('print 1', { headers: { authorization: `Bearer ${metricsToken}` } }),
    status: 401,
    body: standard('Unauthorized'),
  },
  {
    what: 'a token whose signature was changed',
    send: () => query('print 1', { headers: { authorization: `Bearer ${logsToken.slice(0, -8)}AAAAAAAA` } }),
    status: 401,
    body: standard('Unauthorized'),
  },
  {
    what: 'an expired token',
    send: async () => query('print 1', { headers: { authorization: `Bearer ${await expiredToken()}` } }),
    status: 401,
    body: standard('Unauthorized'),
  },
]

describe('logs', () => testCases(kqlCases, target))

test('forty absurd queries at once leave room for an honest one', async () => {
  const crowd = openClient(target().server, 40)
  const absurd = Array.from({ length: 40 }, (_, i) =>
    crowd.send(query(`${TABLE_OF(1_000_000_000_000)} | where x % ${i + 2} == 1 | count`, { waitSeconds: 3 })),
  )
  const statuses = (await Promise.all(absurd)).map(({ status }) => status)
  expect(statuses.filter(status => ![429, 504].includes(status))).toEqual([])
  expect((await target().client.send(query('print 1'))).status).toBe(200)
  crowd.close()
})
