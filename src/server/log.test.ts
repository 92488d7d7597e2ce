import { expect, test } from 'vitest'
import { knownWorld } from '#directory'
import { openLog } from './log.ts'

function aLog() {
  const lines: string[] = []
  return { log: openLog('info', { write: line => void lines.push(line) }), lines }
}

const key = knownWorld.resources[0]?.primaryKey ?? ''
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJza3lwZWlkIjoieCJ9.c2lnbmF0dXJl'

test.each<[string, Record<string, unknown>, string]>([
  ['a key by its member name', { primaryKey: 'abc-secret' }, 'abc-secret'],
  ['a key in a connection string', { text: `endpoint=https://localhost:7443;accesskey=${key}` }, key],
  ['a key by its looks', { text: `found ${key} there` }, key],
  ['the Authorization header', { headers: { authorization: 'Bearer abc-secret' } }, 'abc-secret'],
  ['a bearer in a text', { text: 'sent Bearer abc-secret' }, 'abc-secret'],
  ['a token by its looks', { deep: { list: [`got ${jwt}`] } }, jwt],
  ['a signature', { text: 'SignedHeaders=a&Signature=abc-secret' }, 'abc-secret'],
  ['a passcode in a meeting link', { url: 'https://teams.microsoft.com/meet/123?p=abcsecret' }, 'abcsecret'],
  ['a client secret in a form', { body: 'a=1&client_secret=abcsecret' }, 'abcsecret'],
  ['a secret in an error', { err: new Error('wrong: accesskey=abcsecret') }, 'abcsecret'],
  ['a secret in the cause of an error', { err: new Error('x', { cause: new Error(`has ${jwt}`) }) }, jwt],
])('the log hides %s', (_, fields, secret) => {
  const { log, lines } = aLog()
  log.warn(fields, `said with ${jwt}`)
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain(secret)
  expect(lines[0]).not.toContain(jwt)
  expect(lines[0]).toContain('[hidden]')
})

test('what is no secret stays', () => {
  const { log, lines } = aLog()
  log.info({ requestId: 'r-1', categories: 3, keyCount: 2 }, 'served')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    requestId: 'r-1',
    categories: 3,
    keyCount: 2,
    msg: 'served',
  })
})
