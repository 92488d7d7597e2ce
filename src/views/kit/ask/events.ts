/** Server-sent events over fetch: unlike EventSource it can send a bearer token. */
import type { AUDIENCES, TokenFor } from './call.ts'
import { asProblem, problemOf } from './problem.ts'

export interface StreamEvent {
  /** `message` where the stream names none. */
  readonly event: string
  readonly id: string | undefined
  /** Parsed JSON. */
  readonly data: unknown
}

/** Ends when the signal aborts or the server closes. Rejects with Problem. */
export type Stream = (
  path: string,
  options: { readonly audience: keyof typeof AUDIENCES; readonly signal: AbortSignal },
) => AsyncGenerator<StreamEvent>

export const streamer = (tokenFor: TokenFor): Stream =>
  async function* (path, { audience, signal }) {
    const headers = { authorization: `Bearer ${await tokenFor(audience)}`, accept: 'text/event-stream' }
    const response = await fetch(path, { headers, signal }).catch((thrown: unknown) => {
      throw signal.aborted ? thrown : asProblem(thrown)
    })
    if (!response.ok || !response.body) throw problemOf(response.status, await response.json())
    yield* eventsOf(response.body.pipeThrough(new TextDecoderStream()))
  }

/** The frames of a stream of text, however it was cut into chunks. Frames without data are comments. */
export async function* eventsOf(chunks: AsyncIterable<string>): AsyncGenerator<StreamEvent> {
  let rest = ''
  for await (const chunk of chunks) {
    const frames = (rest + chunk).replaceAll('\r\n', '\n').split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      const event = eventOf(frame)
      if (event) yield event
    }
  }
}

function eventOf(frame: string): StreamEvent | undefined {
  const fields = frame.split('\n').map(line => /^(\w+): ?(.*)$/.exec(line))
  const fieldOf = (name: string) => fields.find(field => field?.[1] === name)?.[2]
  const data = fields.flatMap(field => (field?.[1] === 'data' ? [field[2] ?? ''] : []))
  if (data.length === 0) return undefined
  return { event: fieldOf('event') ?? 'message', id: fieldOf('id'), data: JSON.parse(data.join('\n')) }
}
