/**
 * A compilation that holds at any time. The times of a request (its now, its timespan) end up as literals in the SQL; this finds
 * out which, by compiling once more with each of them moved by a distance of its own: a literal that moved by just that distance
 * is that time and a constant, and what did not move does not depend on time. So the next request with the same text needs no
 * compiler. Where anything moved otherwise (a bin of now that was worked out here), there is no such template.
 */
import { invariant, parseTicks, type Ticks, ticksToIso } from '#base'
import type { CompileInput } from './types.ts'

/** The times a request brings. */
export type Moment = 'now' | 'start' | 'end'

type Times = Pick<CompileInput, 'now' | 'timespan'>

/** A literal that follows a time of the request, at a fixed distance in ticks. */
interface Hole {
  readonly moment: Moment
  readonly offset: bigint
  /** A datetime literal, or the bare ticks since 1970. */
  readonly form: 'datetime' | 'ticks'
}

/** Text between the holes, one piece more than there are holes. */
export interface SqlTemplate {
  readonly pieces: readonly string[]
  readonly holes: readonly Hole[]
}

/** Distances in ticks that no query uses, each its own, none a difference of two others or a round number of any unit. */
const MOVES: Readonly<Record<Moment, bigint>> = {
  now: 131_071_357_913n,
  start: -82_589_933_767n,
  end: 43_112_609_381n,
}

/** Whether the SQL of a query can depend on when it is asked; a cheap look, wrong only to the safe side. */
export const dependsOnTime = ({ text, timespan }: Pick<CompileInput, 'text' | 'timespan'>): boolean =>
  timespan !== undefined || /\b(?:now|ago)\b/i.test(text)

/** The same request at other times, for the comparison. */
export function moved<Input extends Times>(input: Input): Input {
  const { now, timespan } = input
  return {
    ...input,
    now: ticksToIso(ticksOf(now) + MOVES.now),
    ...(timespan && {
      timespan: {
        start: ticksToIso(ticksOf(timespan.start) + MOVES.start),
        end: ticksToIso(ticksOf(timespan.end) + MOVES.end),
      },
    }),
  }
}

/** `sql` is the request's own, `movedSql` that of the same request moved. Undefined where they differ in more than time. */
export function templateOf(sql: string, movedSql: string, times: Times): SqlTemplate | undefined {
  const [own, other] = [literalsOf(sql), literalsOf(movedSql)]
  if (own.between.length !== other.between.length) return undefined
  if (own.between.some((piece, i) => piece !== other.between[i])) return undefined
  const pieces = ['']
  const holes: Hole[] = []
  for (const [i, between] of own.between.entries()) {
    pieces.push(`${pieces.pop()}${between}`)
    const [literal, twin] = [own.literals[i], other.literals[i]]
    if (!literal || !twin) continue
    const distance = twin.ticks - literal.ticks
    const moment = momentMovedBy(distance)
    if (literal.form !== twin.form || (distance !== 0n && !moment)) return undefined
    if (moment) {
      holes.push({ moment, form: literal.form, offset: literal.ticks - ticksAt(times, moment) })
      pieces.push('')
    } else pieces.push(`${pieces.pop()}${literal.text}`)
  }
  return { pieces, holes }
}

/** The SQL at these times. */
export function fill({ pieces, holes }: SqlTemplate, times: Times): string {
  return pieces
    .map((piece, i) => {
      const hole = holes[i]
      return hole ? `${piece}${written(hole.form, ticksAt(times, hole.moment) + hole.offset)}` : piece
    })
    .join('')
}

interface Literal {
  readonly text: string
  readonly form: Hole['form']
  readonly ticks: bigint
}

/** As `4-sql/literals.ts` writes them. Inside a text literal the quotes are escaped, so nothing there looks like a datetime. */
const LITERAL = /toDateTime64\('(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{7})', 7, 'UTC'\)|toInt64\((-?\d+)\)/g

function literalsOf(sql: string): {
  readonly between: readonly string[]
  readonly literals: readonly Literal[]
} {
  const between: string[] = []
  const literals: Literal[] = []
  let from = 0
  for (const { index, 0: text, 1: clock, 2: digits } of sql.matchAll(LITERAL)) {
    between.push(sql.slice(from, index))
    from = index + text.length
    const form = clock === undefined ? 'ticks' : 'datetime'
    literals.push({ text, form, ticks: clock === undefined ? BigInt(digits ?? 0) : ticksOf(clock) })
  }
  return { between: [...between, sql.slice(from)], literals }
}

const momentMovedBy = (distance: bigint): Moment | undefined =>
  (Object.keys(MOVES) as Moment[]).find(moment => MOVES[moment] === distance)

function ticksAt({ now, timespan }: Times, moment: Moment): bigint {
  const times = { now, start: timespan?.start ?? now, end: timespan?.end ?? now }
  return ticksOf(times[moment])
}

const written = (form: Hole['form'], ticks: bigint): string =>
  form === 'ticks' ? `toInt64(${ticks})` : `toDateTime64('${clockOf(ticks)}', 7, 'UTC')`

/** ISO 8601 in UTC, or the engine's form of it. */
function ticksOf(time: string): Ticks {
  const ticks = parseTicks(time)
  invariant(ticks !== undefined, 'a time of a request is ISO 8601')
  return ticks
}

const clockOf = (ticks: Ticks): string => ticksToIso(ticks).slice(0, -1).replace('T', ' ')
