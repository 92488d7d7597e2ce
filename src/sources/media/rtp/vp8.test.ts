import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readVp8, shiftPictures } from './vp8.ts'

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex')

/** Descriptor with a picture id of 15 bits, a key frame of 320 × 180. */
const KEY_FRAME = hex('90 80 92 34  50 16 00 9d 01 2a 40 01 b4 00 aa')

test('RFC 7741 §4.2, §4.3: the first packet of a key frame tells its picture and its height', () => {
  expect(readVp8(KEY_FRAME)).toEqual({
    isKeyFrame: true,
    height: 180,
    pictureId: { value: 0x1234, at: 2, bits: 15 },
  })
})

test('later packets of a key frame and frames between are no key frames', () => {
  expect(readVp8(hex('80 80 92 34 50 16 00 9d 01 2a'))?.isKeyFrame).toBe(false)
  expect(readVp8(hex('90 80 92 35 51 16 00 00 00 00'))?.isKeyFrame).toBe(false)
})

test('short picture ids, temporal layers and key indices are stepped over', () => {
  expect(readVp8(hex('90 f0 12 07 20  50 16 00 9d 01 2a 40 01 b4 00'))).toEqual({
    isKeyFrame: true,
    height: 180,
    pictureId: { value: 0x12, at: 2, bits: 7 },
    temporalZeroIndex: { value: 7, at: 3, bits: 8 },
  })
  expect(readVp8(hex('10 50 16 00 9d 01 2a 40 01 b4 00'))).toEqual({ isKeyFrame: true, height: 180 })
})

test('numbers of pictures move on and wrap at their own width', () => {
  const payload = hex('90 c0 ff fe ff 51 00')
  const vp8 = readVp8(payload)
  if (vp8) shiftPictures(payload, vp8, { pictureId: 3, temporalZeroIndex: 2 })
  expect(payload).toEqual(hex('90 c0 80 01 01 51 00'))
})

test('any bytes are read without an error, and moved without touching anything else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), bytes => {
      const payload = Buffer.from(bytes)
      const vp8 = readVp8(payload)
      if (!vp8) return
      shiftPictures(payload, vp8, { pictureId: 0, temporalZeroIndex: 0 })
      expect(payload).toEqual(Buffer.from(bytes))
    }),
  )
})
