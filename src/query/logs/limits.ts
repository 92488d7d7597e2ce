/**
 * What a query may take (facts: diagnostic settings §10), and what its author may change of it: the service's query
 * options, from `set` statements at the head of the text and from the properties of a Kusto request.
 */

export interface Limits {
  readonly timeoutMs: number
  readonly maxRows: number
  readonly maxBytes: number
  readonly maxMemoryBytes: number
  /** Rows beyond this are left out without an error: `query_take_max_records`. */
  readonly takeRows?: number | undefined
}

export type QueryOptions = Readonly<Record<string, unknown>>

const MIB = 1024 * 1024
const SECOND = 1000

const DEFAULTS: Limits = {
  timeoutMs: 180 * SECOND,
  maxRows: 500_000,
  maxBytes: 100 * MIB,
  maxMemoryBytes: 4 * 1024 * MIB,
}

/** How far an author may go: the answer is held in memory before it is sent. */
const MOST: Limits = {
  timeoutMs: 600 * SECOND,
  maxRows: 5_000_000,
  maxBytes: 256 * MIB,
  maxMemoryBytes: 4 * 1024 * MIB,
}

/** One row an option: its value as it was given → what it changes; undefined for a value it can't have. */
const OPTIONS: ReadonlyMap<string, (value: unknown) => Partial<Limits> | undefined> = new Map(
  Object.entries({
    servertimeout: (value: unknown) => changed('timeoutMs', timespanMs(value), MOST.timeoutMs),
    norequesttimeout: (value: unknown) => (isOn(value) ? { timeoutMs: MOST.timeoutMs } : undefined),
    notruncation: (value: unknown) =>
      isOn(value) ? { maxRows: MOST.maxRows, maxBytes: MOST.maxBytes } : undefined,
    truncationmaxrecords: (value: unknown) => changed('maxRows', whole(value), MOST.maxRows),
    truncationmaxsize: (value: unknown) => changed('maxBytes', whole(value), MOST.maxBytes),
    query_take_max_records: (value: unknown) => changed('takeRows', whole(value), MOST.maxRows),
    max_memory_consumption_per_query_per_node: (value: unknown) =>
      changed('maxMemoryBytes', whole(value), MOST.maxMemoryBytes),
  }),
)

/** `options` and `waitSeconds` are the request's; what the text sets comes last. Unknown options change nothing. */
export function limitsOf(text: string, options: QueryOptions = {}, waitSeconds?: number): Limits {
  const limits = { ...DEFAULTS, ...(waitSeconds !== undefined && { timeoutMs: waitSeconds * SECOND }) }
  for (const [name, value] of [...Object.entries(options), ...setStatements(text)]) {
    Object.assign(limits, OPTIONS.get(name.toLowerCase())?.(value))
  }
  return limits
}

const SET = /(?:\s|\/\/[^\n]*\n)*set\s+(\w+)\s*(?:=\s*([^;]*))?;/iy

/** `set name = value;` at the head of a text; one without a value switches on. */
export function setStatements(text: string): readonly (readonly [name: string, value: unknown])[] {
  const found: [string, unknown][] = []
  SET.lastIndex = 0
  for (let match = SET.exec(text); match; match = SET.exec(text)) {
    found.push([match[1] ?? '', match[2] === undefined ? true : plain(match[2])])
  }
  return found
}

/** A literal without its quotes or its type's name: `time(00:10:00)`, `long(5)`, `"x"`. */
const plain = (literal: string): string =>
  literal
    .trim()
    .replace(/^\w+\((.*)\)$/s, '$1')
    .replace(/^(["'])(.*)\1$/s, '$2')

const changed = (name: keyof Limits, value: number | undefined, most: number): Partial<Limits> | undefined =>
  value === undefined ? undefined : { [name]: Math.min(value, most) }

const isOn = (value: unknown): boolean => value === true || /^(true|1)$/i.test(String(value))

function whole(value: unknown): number | undefined {
  const number = Number(value)
  return Number.isSafeInteger(number) && number > 0 ? number : undefined
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  m: 60 * SECOND,
  h: 3600 * SECOND,
  d: 86_400 * SECOND,
}
const CLOCK = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/

/** `00:01:30`, `1.00:00:00`, `90s`; milliseconds. */
function timespanMs(value: unknown): number | undefined {
  const text = String(value).trim()
  const short = /^(\d+(?:\.\d+)?)(ms|[smhd])$/.exec(text)
  const clock = CLOCK.exec(text)
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = clock ?? []
  const ms = short
    ? Number(short[1]) * (UNITS[short[2] ?? ''] ?? 0)
    : (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * SECOND
  return (short ?? clock) && ms > 0 ? ms : undefined
}
