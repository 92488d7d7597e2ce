import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Frame, framed, frameReader } from './frames.ts'

test('frames come out as they went in, however the stream is cut', () => {
  const message = fc.record({
    header: fc.record({ text: fc.string({ unit: 'binary' }) }),
    payload: fc.uint8Array(),
  })
  const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 })
  fc.assert(
    fc.property(fc.array(message), cuts, (messages, sizes) => {
      const stream = Buffer.concat(
        messages.flatMap(({ header, payload }) => framed(header, Buffer.from(payload))),
      )
      const seen: Frame<{ text: string }>[] = []
      const read = frameReader<{ text: string }>(frame => seen.push(frame))
      for (let from = 0, i = 0; from < stream.length; i++) {
        const size = sizes[i % sizes.length] ?? 1
        read(stream.subarray(from, from + size))
        from += size
      }
      expect(seen.map(({ header, payload }) => ({ header, payload: Uint8Array.from(payload) }))).toEqual(
        messages,
      )
    }),
  )
})
