/**
 * VP8 payloads (RFC 7741): key frames, their size, and the numbers of pictures, which have to go on when another
 * source or layer takes over a stream.
 */

export interface Vp8 {
  /** The first packet of a key frame. */
  readonly isKeyFrame: boolean
  /** Pixels; only of a key frame. */
  readonly height?: number
  readonly pictureId?: PictureNumber
  readonly temporalZeroIndex?: PictureNumber
}

interface PictureNumber {
  readonly value: number
  /** In the payload. */
  readonly at: number
  readonly bits: 7 | 8 | 15
}

/** What the payload says of its picture; undefined for one that is too short to be VP8. */
export function readVp8(payload: Buffer): Vp8 | undefined {
  const first = payload[0]
  if (first === undefined) return undefined
  if ((first & 0x80) === 0) return keyFrameAt(payload, 1, isStart(first))
  const flags = payload[1] ?? 0
  const pictureId = flags & 0x80 ? readPictureId(payload, 2) : undefined
  const afterPicture = 2 + (pictureId === undefined ? 0 : pictureId.bits === 15 ? 2 : 1)
  const temporalZeroIndex = flags & 0x40 ? readIndex(payload, afterPicture) : undefined
  const start = afterPicture + (temporalZeroIndex ? 1 : 0) + (flags & 0x30 ? 1 : 0)
  if (start > payload.length) return undefined
  return {
    ...keyFrameAt(payload, start, isStart(first)),
    ...(pictureId && { pictureId }),
    ...(temporalZeroIndex && { temporalZeroIndex }),
  }
}

function readIndex(payload: Buffer, at: number): PictureNumber | undefined {
  const value = payload[at]
  return value === undefined ? undefined : { value, at, bits: 8 }
}

/** Start of a partition, and of the first one. */
const isStart = (first: number): boolean => (first & 0x10) !== 0 && (first & 0x07) === 0

function readPictureId(payload: Buffer, at: number): PictureNumber | undefined {
  const first = payload[at]
  if (first === undefined) return undefined
  if (first < 0x80) return { value: first, at, bits: 7 }
  return payload.length < at + 2 ? undefined : { value: payload.readUInt16BE(at) & 0x7fff, at, bits: 15 }
}

/** The frame begins with a tag of three bytes (lowest bit 0: key frame), a start code, width and height. */
function keyFrameAt(
  payload: Buffer,
  at: number,
  isStartOfFrame: boolean,
): Pick<Vp8, 'isKeyFrame' | 'height'> {
  const tag = payload[at]
  if (!isStartOfFrame || tag === undefined || tag & 1) return { isKeyFrame: false }
  if (payload.length < at + 10 || payload.readUIntBE(at + 3, 3) !== 0x9d012a) return { isKeyFrame: true }
  return { isKeyFrame: true, height: payload.readUInt16LE(at + 8) & 0x3fff }
}

/** How far the numbers of the pictures are moved. */
export interface PictureShift {
  readonly pictureId: number
  readonly temporalZeroIndex: number
}

/** Moves the numbers within `payload`, which is changed. */
export function shiftPictures(payload: Buffer, vp8: Vp8, shift: PictureShift): void {
  const { pictureId, temporalZeroIndex } = vp8
  if (pictureId?.bits === 15) {
    payload.writeUInt16BE(0x8000 | ((pictureId.value + shift.pictureId) & 0x7fff), pictureId.at)
  } else if (pictureId) payload[pictureId.at] = (pictureId.value + shift.pictureId) & 0x7f
  if (temporalZeroIndex) {
    payload[temporalZeroIndex.at] = (temporalZeroIndex.value + shift.temporalZeroIndex) & 0xff
  }
}
