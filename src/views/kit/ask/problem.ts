/** What an API refused, or why it could not be asked. */
export class Problem extends Error {
  /** HTTP status; 0 when there was no answer at all. */
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined

  constructor(options: { status: number; code: string; message: string; requestId?: string | undefined }) {
    super(options.message)
    this.name = 'Problem'
    this.status = options.status
    this.code = options.code
    this.requestId = options.requestId
  }
}

interface Envelope {
  readonly error?: {
    readonly code?: string
    readonly message?: string
    readonly innererror?: Envelope['error']
  }
  readonly code?: string
  readonly message?: string
  readonly error_description?: string
}

/** Reads the error shapes of all our surfaces; the innermost message of the logs API says most. */
export function problemOf(status: number, body: unknown, requestId?: string): Problem {
  const envelope: Envelope = typeof body === 'object' && body !== null ? body : {}
  const outer = typeof envelope.error === 'object' ? envelope.error : envelope
  let inner = outer
  while ('innererror' in inner && inner.innererror) inner = inner.innererror
  const message = inner.message ?? envelope.error_description ?? `The server answered ${status}.`
  return new Problem({ status, code: inner.code ?? outer.code ?? String(status), message, requestId })
}

export const asProblem = (thrown: unknown): Problem =>
  thrown instanceof Problem
    ? thrown
    : new Problem({ status: 0, code: 'NoAnswer', message: 'The server could not be reached.' })
