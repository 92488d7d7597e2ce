/** Frames of socket.io's first wire format (0.9), as much of it as the official chat client speaks. */

export type Frame =
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'event'; readonly name: string; readonly ack: Ack | undefined }
  | { readonly kind: 'disconnect' }
  /** Answers to what we pushed, and whatever else needs no answer. */
  | { readonly kind: 'other' }

/** How an event wants to be acknowledged: `withData` even if there is nothing to say. */
export interface Ack {
  readonly id: string
  readonly withData: boolean
}

// type : id[+] : endpoint [: data]
const FRAME = /^(\d):(\d*)(\+?):[^:]*(?::([\s\S]*))?$/

/** Undefined for what is no frame. */
export function readFrame(text: string): Frame | undefined {
  const match = FRAME.exec(text)
  if (!match) return undefined
  const [, type, id = '', plus, data = ''] = match
  if (type === '0') return { kind: 'disconnect' }
  if (type === '2') return { kind: 'heartbeat' }
  if (type !== '5') return { kind: 'other' }
  const ack = id === '' ? undefined : { id, withData: plus === '+' }
  const name = nameOf(data)
  return name === undefined ? undefined : { kind: 'event', name, ack }
}

function nameOf(data: string): string | undefined {
  try {
    const name: unknown = Reflect.get(Object(JSON.parse(data)), 'name')
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

export const CONNECTED = '1::'
export const HEARTBEAT = '2::'

export const ackFrame = ({ id, withData }: Ack): string => `6:::${id}${withData ? '+[]' : ''}`

export const eventFrame = (name: string, argument: unknown): string =>
  `5:1::${JSON.stringify({ name, args: [argument] })}`

/** A request to the client, in the shape of HTTP inside a JSON message. */
export const requestFrame = (request: {
  readonly id: number
  readonly url: string
  readonly body: string
}): string => `3:::${JSON.stringify({ method: 'POST', headers: {}, ...request })}`
