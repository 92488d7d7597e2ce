import fc from 'fast-check'
import { expect, test } from 'vitest'
import { overlap } from './overlap.ts'

const buffers = (lines: readonly string[]) => lines.map(line => Buffer.from(`${line}\n`))

test('what a failed try wrote of a batch is found, whatever stood before it and however far it came', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'b') })
  fc.assert(
    fc.property(fc.array(line), fc.array(line, { minLength: 1 }), fc.nat(), (before, lines, count) => {
      const batch = buffers(lines.map((text, n) => `${n}${text}`))
      const written = count % (batch.length + 1)
      const tail = Buffer.concat([...buffers(before), ...batch.slice(0, written)])
      expect(overlap(tail, batch)).toBe(written)
    }),
  )
})

test('nothing is found in an empty file or behind foreign lines', () => {
  expect(overlap(Buffer.alloc(0), buffers(['a']))).toBe(0)
  expect(overlap(Buffer.concat(buffers(['a', 'x'])), buffers(['a', 'b']))).toBe(0)
})
