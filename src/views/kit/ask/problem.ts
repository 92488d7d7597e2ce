export interface Place {
  readonly line: number
  readonly column: number
  readonly token: string
}

interface ProblemOptions {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly requestId?: string | undefined
  readonly place?: Place | undefined
  readonly details?: readonly unknown[] | undefined
}

/** What an API refused, or why it could not be asked. */
export class Problem extends Error {
  /** HTTP status; 0 when there was no answer at all. */
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  /** Where in a query: line and column from 1, and what stands there. */
  readonly place: Place | undefined
  /** What the API lists one by one beside its message. */
  readonly details: readonly unknown[]

  constructor(options: ProblemOptions) {
    super(options.message)
    this.name = 'Problem'
    this.status = options.status
    this.code = options.code
    this.requestId = options.requestId
    this.place = options.place
    this.details = options.details ?? []
  }
}

interface Inner {
  readonly code?: string
  readonly message?: string
  readonly innererror?: Inner
  readonly details?: readonly unknown[]
  readonly line?: number
  readonly pos?: number
  readonly token?: string
}

interface Envelope extends Inner {
  readonly error?: Inner
  readonly error_description?: string
}

/** Reads the error shapes of all our surfaces; the innermost message of the logs API says most. */
export function problemOf(status: number, body: unknown, requestId?: string): Problem {
  const envelope: Envelope = typeof body === 'object' && body !== null ? body : {}
  const outer: Inner = typeof envelope.error === 'object' ? envelope.error : envelope
  let inner = outer
  while (inner.innererror) inner = inner.innererror
  const { line, pos, token } = inner
  return new Problem({
    status,
    code: inner.code ?? outer.code ?? String(status),
    message: inner.message ?? envelope.error_description ?? `The server answered ${status}.`,
    requestId,
    details: outer.details,
    ...(line !== undefined && pos !== undefined && { place: { line, column: pos + 1, token: token ?? '' } }),
  })
}

export const asProblem = (thrown: unknown): Problem =>
  thrown instanceof Problem
    ? thrown
    : new Problem({ status: 0, code: 'NoAnswer', message: 'The server could not be reached.' })
