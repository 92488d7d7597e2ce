/**
 * Messages between the server and the engine's child process: two lengths (32 bit, little endian), a JSON header,
 * raw bytes. Node's own channel would copy a 3 MB batch several times.
 */

export interface Frame<Header> {
  readonly header: Header
  readonly payload: Buffer
}

const PREFIX = 8
const NOTHING = Buffer.alloc(0)

/** The buffers to write, in order; the payload is not copied. */
export function framed(header: unknown, payload: Buffer = NOTHING): readonly Buffer[] {
  const text = Buffer.from(JSON.stringify(header))
  const prefix = Buffer.alloc(PREFIX)
  prefix.writeUInt32LE(text.length, 0)
  prefix.writeUInt32LE(payload.length, 4)
  return [prefix, text, payload]
}

/** Cuts a stream of bytes into frames; `onFrame` is called for each complete one. */
export function frameReader<Header>(onFrame: (frame: Frame<Header>) => void): (bytes: Buffer) => void {
  let parts: Buffer[] = []
  let held = 0
  let needed = PREFIX
  return bytes => {
    parts.push(bytes)
    held += bytes.length
    if (held < needed) return
    const { rest, next } = cutFrames<Header>(parts.length === 1 ? bytes : Buffer.concat(parts), onFrame)
    parts = rest.length > 0 ? [rest] : []
    held = rest.length
    needed = next
  }
}

/** Takes whole frames off the front; tells what is left and how many bytes the next frame has, as far as known. */
function cutFrames<Header>(bytes: Buffer, onFrame: (frame: Frame<Header>) => void) {
  let rest = bytes
  for (;;) {
    if (rest.length < PREFIX) return { rest, next: PREFIX }
    const headerEnd = PREFIX + rest.readUInt32LE(0)
    const end = headerEnd + rest.readUInt32LE(4)
    if (rest.length < end) return { rest, next: end }
    // Both ends are this package: the header is what `framed` was given.
    const header = JSON.parse(rest.toString('utf8', PREFIX, headerEnd)) as Header
    onFrame({ header, payload: rest.subarray(headerEnd, end) })
    rest = rest.subarray(end)
  }
}
