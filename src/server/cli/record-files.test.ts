import { expect, test } from 'vitest'
import { recordsIn } from './record-files.ts'

const read = (text: string) => recordsIn('f', text)
const idsOf = (text: string) =>
  read(text).records.map(({ place, value }) => [place, Reflect.get(Object(value), 'id')])

test.each([
  ['one record', '{"id":"a"}', [['line 1', 'a']]],
  ['one record over several lines', '{\n"id":"a"\n}', [['the record', 'a']]],
  [
    'an array',
    '[{"id":"a"},{"id":"b"}]',
    [
      ['record 1 (/0)', 'a'],
      ['record 2 (/1)', 'b'],
    ],
  ],
  ['a page of a list', '{"value":[{"id":"a"}]}', [['record 1 (/value/0)', 'a']]],
  [
    'a record a line',
    '{"id":"a"}\n\n{"id":"b"}\n',
    [
      ['line 1', 'a'],
      ['line 3', 'b'],
    ],
  ],
] as const)('%s', (_, text, found) => {
  expect(idsOf(text)).toEqual(found)
})

test('a line that is no JSON is said by its number, the others are read', () => {
  expect(read('{"id":"a"}\n{oops\n')).toMatchObject({
    records: [{ place: 'line 1' }],
    problems: [expect.stringContaining('f: line 2: no JSON')],
  })
})

test('a file that is no JSON at all goes wrong once', () => {
  expect(read('<html>\n<body>\n').problems).toHaveLength(1)
})

test('a page that names a next one says so', () => {
  expect(read('{"value":[],"@odata.nextLink":"https://graph.microsoft.com/n"}').isPage).toBe(true)
})
