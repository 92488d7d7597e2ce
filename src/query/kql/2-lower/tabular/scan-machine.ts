/**
 * The steps of a scan as one fold (see scan.ts). Each step reads the states as they were before the row came, so the
 * whole transition is one expression over the old states; the engine computes what occurs twice in it once.
 */
import { columnTypes } from '#records'
import type { KqlType } from '../../types.ts'
import type { RelationColumn } from '../operators.ts'
import { and, call, castTo, FALSE, not, nullOf, or, raw, type Scalar } from '../scalar.ts'
import { collectColumns, mapScalar } from '../walk.ts'
import type { Fold, FoldRow } from './fold.ts'

export interface Declared {
  readonly name: string
  readonly type: KqlType
  readonly initial: Scalar
}

export interface Step {
  readonly name: string
  readonly output: 'all' | 'last' | 'none'
  /** Over the row's columns and the states' (`s1.x`). */
  readonly condition: Scalar
  readonly assignments: ReadonlyMap<string, Scalar>
}

export interface Machine {
  readonly steps: readonly Step[]
  readonly columns: readonly RelationColumn[]
  readonly declared: readonly Declared[]
}

/** A value that a state keeps: a column of the latest row of a step. */
interface Kept {
  readonly step: number
  readonly column: string
  readonly type: KqlType
}

/** One row before all steps. */
interface Moment {
  readonly machine: Machine
  /** What each step's state keeps. */
  readonly states: readonly (readonly Kept[])[]
  /** The old state: a counter of matches, then one tuple a step. */
  readonly state: Scalar
  readonly row: FoldRow
}

/** Where `s1.x` comes from while a step is tried. */
type View = (kept: Kept) => Scalar

/** A step's tuple begins with: whether it waits, its match, the number of the row that began its run. */
const HEAD = ['UInt8', 'Int64', 'Int64']
/** A result begins with: number of the row, match, step, series. */
const RESULT_HEAD = ['Int64', 'Int64', 'Int64', 'Int64']

export function machineFold(machine: Machine): Fold {
  const states = statesOf(machine)
  const types = states.map(one => tupleOf([...HEAD, ...one.map(({ type }) => columnTypes[type])]))
  const type = tupleOf(['Int64', ...types])
  const zeros = HEAD.map(() => raw(0))
  const empty = states.map(one => tuple([...zeros, ...one.map(kept => initialOf(machine, kept))]))
  return {
    name: 'scan',
    reads: machine.columns.filter(one => isRead(machine, states, one.name)),
    state: { type, initial: cast(tuple([raw(0), ...empty]), type) },
    gives: resultType(machine),
    step: (state, row) => transition({ machine, states, state, row }),
  }
}

const tupleOf = (types: readonly string[]): string => `Tuple(${types.join(', ')})`
const tuple = (values: readonly Scalar[]): Scalar => call('tuple', 'raw', values, { nullable: false })
const cast = (value: Scalar, type: string): Scalar =>
  call('CAST', 'raw', [value, raw(type)], { nullable: false })
const part = (value: Scalar, index: number): Scalar =>
  call('tupleElement', 'raw', [value, raw(index)], { nullable: false })

const resultType = ({ declared }: Machine): string =>
  tupleOf([...RESULT_HEAD, ...declared.map(one => columnTypes[one.type])])

const readBy = ({ condition, assignments }: Step): ReadonlySet<string> => {
  const read = new Set<string>()
  for (const one of [condition, ...assignments.values()]) collectColumns(one, read)
  return read
}

/** A state keeps the values of steps up to its own that its step or a later one reads. */
function statesOf({ steps, columns, declared }: Machine): readonly (readonly Kept[])[] {
  const read = steps.map(readBy)
  return steps.map((_, state) => {
    const later = read.slice(state)
    return steps
      .slice(0, state + 1)
      .flatMap(({ name }, step) =>
        [...columns, ...declared]
          .filter(one => later.some(names => names.has(`${name}.${one.name}`)))
          .map(({ name: column, type }) => ({ step, column, type })),
      )
  })
}

const isRead = ({ steps }: Machine, states: Moment['states'], name: string): boolean =>
  steps.some(one => readBy(one).has(name)) || states.flat().some(one => one.column === name)

/** What a state gives before its step was reached: the declared default, null for columns of the input. */
function initialOf({ declared }: Machine, { column, type }: Kept): Scalar {
  const own = declared.find(one => one.name === column)
  return castTo(type, own ? own.initial : nullOf(type))
}

/** The new state, and what the row gives: of one row the last step comes first. */
function transition(now: Moment): { state: Scalar; given: Scalar } {
  const { steps } = now.machine
  const all = steps.map((_, step) => step)
  const counter = call('plus', 'raw', [part(now.state, 1), flag(starts(now))])
  const outputs = all.toReversed().filter(step => steps[step]?.output !== 'none')
  const given = outputs.map(step => givenBy(now, step))
  const nothing = cast(call('array', 'raw', [], { nullable: false }), `Array(${resultType(now.machine)})`)
  return {
    state: tuple([counter, ...all.map(step => next(now, step))]),
    given: call('arrayConcat', 'raw', [nothing, ...given], { nullable: false }),
  }
}

const flag = (condition: Scalar): Scalar =>
  call('if', 'raw', [condition, raw(1), raw(0)], { nullable: false })

const head = (now: Moment, step: number, index: 1 | 2 | 3): Scalar => part(part(now.state, step + 2), index)
const waits = (now: Moment, step: number): Scalar =>
  call('equals', 'bool', [head(now, step, 1), raw(1)], { nullable: false })

function field(now: Moment, state: number, { step, column, type }: Kept): Scalar | undefined {
  const place = now.states[state]?.findIndex(one => one.step === step && one.column === column) ?? -1
  if (place < 0) return undefined
  return call('tupleElement', type, [part(now.state, state + 2), raw(place + HEAD.length + 1)], {
    nullable: type !== 'string',
  })
}

/** The values that the state before this step would bring. */
const moved =
  (now: Moment, step: number): View =>
  kept =>
    (kept.step < step ? field(now, step - 1, kept) : undefined) ?? initialOf(now.machine, kept)

/** The step's own values, unless its state has just moved on. */
const own =
  (now: Moment, step: number): View =>
  kept => {
    const value = field(now, step, kept)
    const initial = initialOf(now.machine, kept)
    return value ? choose([[leaves(now, step), initial]], value) : initial
  }

/** An expression over the row and a view of the states. */
function seen({ machine, row }: Moment, expr: Scalar, view: View): Scalar {
  const { steps, columns, declared } = machine
  const places = new Map(
    steps.flatMap(({ name }, step) =>
      [...columns, ...declared].map(one => [
        `${name}.${one.name}`,
        { step, column: one.name, type: one.type },
      ]),
    ),
  )
  return mapScalar(expr, one => {
    if (one.kind !== 'column') return one
    const kept = places.get(one.name)
    return kept ? view(kept) : row.column(one.name)
  })
}

const holds = (now: Moment, step: number, view: View): Scalar =>
  seen(now, now.machine.steps[step]?.condition ?? FALSE, view)

/** The row continues the sequence that waits in the step before. */
function continues(now: Moment, step: number): Scalar {
  if (step === 0 || step >= now.machine.steps.length) return FALSE
  return and(waits(now, step - 1), holds(now, step, moved(now, step)))
}

/** The state of this step moves to the next one. */
const leaves = (now: Moment, step: number): Scalar => continues(now, step + 1)

function stays(now: Moment, step: number): Scalar {
  const left = leaves(now, step)
  return left === FALSE ? waits(now, step) : and(waits(now, step), not(left))
}

/** The row repeats the step, or matches the first. */
function repeats(now: Moment, step: number): Scalar {
  const matches = holds(now, step, own(now, step))
  return step === 0 ? matches : and(not(continues(now, step)), stays(now, step), matches)
}

/** A sequence begins: a match with a number of its own. */
const starts = (now: Moment): Scalar => and(repeats(now, 0), not(stays(now, 0)))

/** A value of the row as a step sees it: assigned, declared or of the input. */
function value(now: Moment, step: number, { column, type }: Omit<Kept, 'step'>, view: View): Scalar {
  const assigned = now.machine.steps[step]?.assignments.get(column)
  if (assigned) return castTo(type, seen(now, assigned, view))
  const declared = now.machine.declared.find(one => one.name === column)
  return castTo(type, declared ? declared.initial : now.row.column(column))
}

/** A step's tuple after the row: of a continued sequence, of a repeated one, or as it was. */
function next(now: Moment, step: number): Scalar {
  const [continued, repeated] = [continues(now, step), repeats(now, step)]
  const fields = (now.states[step] ?? []).map(kept => {
    const before = own(now, step)(kept)
    if (kept.step < step) return choose([[continued, moved(now, step)(kept)]], before)
    return choose(
      [
        [continued, value(now, step, kept, moved(now, step))],
        [repeated, value(now, step, kept, own(now, step))],
      ],
      before,
    )
  })
  const waiting = flag(or(continued, repeated, stays(now, step)))
  return tuple([waiting, match(now, step), series(now, step), ...fields])
}

const match = (now: Moment, step: number): Scalar =>
  step > 0
    ? choose([[continues(now, step), head(now, step - 1, 2)]], head(now, step, 2))
    : choose([[starts(now), part(now.state, 1)]], head(now, 0, 2))

/** The number of the row that began the run of repeated matches. */
const series = (now: Moment, step: number): Scalar =>
  choose([[step === 0 ? starts(now) : continues(now, step), now.row.number]], head(now, step, 3))

/** An array with the result of a step, or none. */
function givenBy(now: Moment, step: number): Scalar {
  const { declared, steps } = now.machine
  const values = declared.map(({ name: column, type }) =>
    choose(
      [[continues(now, step), value(now, step, { column, type }, moved(now, step))]],
      value(now, step, { column, type }, own(now, step)),
    ),
  )
  const run = steps[step]?.output === 'last' ? series(now, step) : now.row.number
  const result = tuple([now.row.number, match(now, step), raw(step), run, ...values])
  const list = (items: readonly Scalar[]): Scalar =>
    cast(call('array', 'raw', items, { nullable: false }), `Array(${resultType(now.machine)})`)
  const isMatch = or(continues(now, step), repeats(now, step))
  return call('if', 'raw', [isMatch, list([result]), list([])], { nullable: false })
}

/** The first whose condition holds. */
function choose(options: readonly (readonly [Scalar, Scalar])[], otherwise: Scalar): Scalar {
  const real = options.filter(([condition]) => condition !== FALSE)
  if (real.length === 0) return otherwise
  const args = [...real.flat(), otherwise]
  return call(real.length > 1 ? 'multiIf' : 'if', otherwise.type, args, {
    nullable: args.some(one => one.nullable) && otherwise.type !== 'string',
  })
}
