import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseTarget, type Target } from '../http/target.ts'
import { CLOCK_TOLERANCE_MS, type SignedRequest, verifySignature } from './hmac.ts'

const now = Date.UTC(2026, 0, 15, 9)
const keys = ['first', 'second'].map(text => createSecretKey(Buffer.from(text)))
const [first, second] = keys as [KeyObject, KeyObject]

interface Given {
  readonly sent: string
  readonly signed?: string
  readonly key?: KeyObject
  readonly date?: string
  readonly body?: string
  readonly claimedBody?: string
  readonly names?: string
  readonly change?: Readonly<Record<string, string | undefined>>
}

function aRequest(given: Given): SignedRequest {
  const { sent, signed = sent, key = first, body = '', claimedBody = body } = given
  const names = given.names ?? 'x-ms-date;host;x-ms-content-sha256'
  const headers: Record<string, string | undefined> = {
    'x-ms-date': given.date ?? new Date(now).toUTCString(),
    host: 'localhost:7443',
    'x-ms-content-sha256': createHash('sha256').update(claimedBody).digest('base64'),
  }
  const values = names.split(';').map(name => headers[name])
  const signature = createHmac('sha256', key)
    .update(`POST\n${signed}\n${values.join(';')}`)
    .digest('base64')
  const authorization = `HMAC-SHA256 SignedHeaders=${names}&Signature=${signature}`
  const target = parseTarget(sent) as Target
  return {
    method: 'POST',
    target,
    headers: { ...headers, authorization, ...given.change },
    body: Buffer.from(body),
  }
}

const verify = (given: Given) =>
  verifySignature(aRequest(given), matches => keys.findIndex(matches) + 1 || undefined, now)

const P = '/identities'
test.each([
  ['api-version=2023-10-01', 'api-version=2023-10-01'],
  ['a=b%20c', 'a=b+c'],
  ['a=b%20c', 'a=b%20c'],
  ['t=2020-01-01T00:00:00Z', 't=2020-01-01T00%3A00%3A00Z'],
  ['t=2020-01-01T00:00:00Z', 't=2020-01-01T00:00:00Z'],
  ['t=2020-01-01T00%3A00%3A00.000Z', 't=2020-01-01T00%3A00%3A00.000Z'],
  ['flag', 'flag='],
  ['flag', 'flag'],
  ["q='()~!", 'q=%27%28%29%7E%21'],
])('a query sent as %s may be signed as %s', (sent, signed) => {
  expect(verify({ sent: `${P}?${sent}`, signed: `${P}?${signed}` })).toEqual({ kind: 'valid', owner: 1 })
})

test('the path is signed as sent, percent-encoding untouched', () => {
  const sent = '/identities/8%3Aacs%3Ax/:issueAccessToken?api-version=2023-10-01'
  expect(verify({ sent })).toMatchObject({ kind: 'valid' })
  expect(verify({ sent, signed: decodeURIComponent(sent) })).toMatchObject({ kind: 'refused' })
})

test('both keys are valid at any time', () => {
  expect(verify({ sent: P, key: second })).toEqual({ kind: 'valid', owner: 2 })
})

test('the date may come as Date', () => {
  const names = 'date;host;x-ms-content-sha256'
  const refused = verify({ sent: P, names })
  expect(refused).toMatchObject({ reason: 'headerMissing' })
})

test.each([
  [-CLOCK_TOLERANCE_MS, 'valid'],
  [CLOCK_TOLERANCE_MS, 'valid'],
  [-CLOCK_TOLERANCE_MS - 1000, 'refused'],
  [CLOCK_TOLERANCE_MS + 1000, 'refused'],
])('a date %i ms away is %s', (difference, kind) => {
  const date = new Date(now + difference).toUTCString()
  expect(verify({ sent: P, date })).toMatchObject({ kind, owner: 1 })
})

test.each<[Given, string]>([
  [{ sent: P, change: { authorization: 'HMAC-SHA256 Signature=x' } }, 'malformed'],
  [{ sent: P, names: 'x-ms-date;host' }, 'unsignedHeaders'],
  [{ sent: P, names: 'host;x-ms-content-sha256' }, 'unsignedHeaders'],
  [{ sent: P, change: { host: undefined } }, 'headerMissing'],
  [{ sent: P, date: 'yesterday' }, 'dateMalformed'],
  [{ sent: P, key: createSecretKey(Buffer.from('third')) }, 'signature'],
  [{ sent: P, signed: '/other' }, 'signature'],
  [{ sent: P, change: { host: 'localhost:7444' } }, 'signature'],
  [{ sent: P, body: 'a', claimedBody: 'b' }, 'contentHash'],
])('%j is refused as %s', (given, reason) => {
  expect(verify(given)).toMatchObject({ kind: 'refused', reason })
})

test('a refusal of a right signature still tells whose it was', () => {
  expect(verify({ sent: P, body: 'a', claimedBody: 'b' })).toMatchObject({ owner: 1 })
  expect(verify({ sent: P, signed: '/other' })).not.toHaveProperty('owner')
})
