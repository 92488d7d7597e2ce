/** Node's zlib is the judge: what it compresses is read here, what is compressed here it reads. */
import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../../../../../tests/golden/kql/harness.ts'

let harness: Harness
beforeAll(() => {
  harness = createHarness()
})
afterAll(() => harness.close())

const TEXTS = [
  '',
  'a',
  'né'.repeat(200),
  JSON.stringify(Array.from({ length: 12 }, (_, id) => ({ id, even: id % 2 === 0 }))),
]

test('stored blocks, fixed codes and codes of their own are read, with and without a name in the header', () => {
  const named = gzipSync('named')
  const withName = Buffer.concat([
    named.subarray(0, 3),
    Buffer.from([8]),
    named.subarray(4, 10),
    Buffer.from('a.txt\0'),
    named.subarray(10),
  ])
  const zipped = [...TEXTS.map(one => gzipSync(one)), gzipSync(TEXTS[2] ?? '', { level: 0 }), withName]
  const deflated = [
    ...TEXTS.map(one => deflateSync(one)),
    deflateSync(TEXTS[2] ?? '', { level: 0 }),
    deflateSync('named'),
  ]
  const rows = zipped.map(
    (one, index) => `'${one.toString('base64')}', '${deflated[index]?.toString('base64')}'`,
  )
  const answer = harness.run(
    `datatable(g: string, z: string)[${rows.join(', ')}]
     | serialize | project a = gzip_decompress_from_base64_string(g), b = zlib_decompress_from_base64_string(z)`,
  )
  expect(answer.rows).toEqual([...TEXTS, TEXTS[2], 'named'].map(one => [one, one]))
})

test('what is none, or damaged, is empty; what is too long fails aloud', () => {
  const broken = gzipSync('text text text')
  broken[14] = (broken[14] ?? 0) ^ 1
  const { rows } = harness.run(
    `print gzip_decompress_from_base64_string('x0x0x0'), zlib_decompress_from_base64_string(''),
       gzip_decompress_from_base64_string('${broken.toString('base64')}')`,
  )
  expect(rows).toEqual([['', '', '']])
  const long = Buffer.alloc(5000).toString('base64')
  expect(() => harness.run(`print gzip_decompress_from_base64_string('${long}')`)).toThrow(/4096 bytes/)
})

test('what is compressed here, others read', () => {
  const { rows } = harness.run(
    `datatable(text: string)[${TEXTS.map(one => JSON.stringify(one)).join(', ')}]
     | serialize | project gzip_compress_to_base64_string(text), zlib_compress_to_base64_string(text)`,
  )
  const read = rows.map(([gzip, zlib]) => [
    gunzipSync(Buffer.from(String(gzip), 'base64')).toString(),
    inflateSync(Buffer.from(String(zlib), 'base64')).toString(),
  ])
  expect(read).toEqual(TEXTS.map(one => [one, one]))
})
