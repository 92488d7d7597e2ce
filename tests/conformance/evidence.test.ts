import { expect, test } from 'vitest'
import { callerOf, PLAIN } from './callers.ts'
import { evidenceOf, isProved, lostProofs, printResults, type Sighting } from './evidence.ts'

const seen = (caller: string, status: number, version = '2025-03-13'): Sighting => ({
  file: 'rooms.test.ts',
  api: 'rooms',
  operation: 'CreateRoom',
  version,
  caller,
  status,
})

test.each([
  [
    'the package it names',
    { 'user-agent': 'azsdk-js-communication-rooms/1.2.0 Node/24' },
    '@azure/communication-rooms',
  ],
  [
    'the package, not its parts',
    { 'user-agent': 'azsdk-js-client azsdk-js-api azsdk-js-monitor-ingestion/1.2.0' },
    '@azure/monitor-ingestion',
  ],
  [
    'in a browser, by the header it may set',
    { 'user-agent': 'Mozilla HeadlessChrome/1', 'x-ms-useragent': 'azsdk-js-communication-chat/1.6.0' },
    '@azure/communication-chat',
  ],
  [
    'Kusto by its own header',
    { 'user-agent': 'axios/1', 'x-ms-client-version': 'Kusto.JavaScript.Client:{7.0.4}' },
    'azure-kusto-data',
  ],
  ['nobody else', { 'user-agent': 'node' }, PLAIN],
  ['who says nothing', {}, PLAIN],
])('a caller is told by its headers: %s', (_, headers, client) => {
  expect(callerOf(headers)).toBe(client)
})

test('a refusal is an outcome and proves nothing; plain requests are evidence and no proof', () => {
  const rows = evidenceOf([
    seen('@azure/communication-rooms', 400),
    seen(PLAIN, 201),
    seen('@azure/communication-rooms', 201, '2024-04-15'),
  ])
  expect(rows).toMatchObject([
    { version: '2024-04-15', clients: ['@azure/communication-rooms'], outcomes: [201] },
    { version: '2025-03-13', clients: [PLAIN], outcomes: [201, 400] },
  ])
  expect(rows.map(isProved)).toEqual([true, false])
})

test('a proof is lost when no official client is answered any more', () => {
  const before = evidenceOf([seen('@azure/communication-rooms', 201), seen(PLAIN, 201, '2024-04-15')])
  expect(lostProofs(before, before)).toEqual([])
  expect(
    lostProofs(before, evidenceOf([seen(PLAIN, 201), seen('@azure/communication-rooms', 400)])),
  ).toHaveLength(1)
  expect(lostProofs(before, [])).toMatchObject([{ version: '2025-03-13' }])
})

test('results print in one order, one row a line, and read back', () => {
  const results = {
    clients: { b: '2', a: '1' },
    evidence: evidenceOf([seen(PLAIN, 201), seen(PLAIN, 201, '2024-04-15'), seen(PLAIN, 429)]),
  }
  const text = printResults(results)
  expect(JSON.parse(text)).toEqual(results)
  expect(text.split('\n')).toHaveLength(11)
  expect(
    printResults({
      ...results,
      evidence: evidenceOf([seen(PLAIN, 429), seen(PLAIN, 201), seen(PLAIN, 201, '2024-04-15')]),
    }),
  ).toBe(text)
})
