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

/** Where `s1.x` comes from while a step is tried. */
type View = (kept: Kept) => Scalar

/** The state of a step: whether it waits, its match, the row that began its run, and the kept values. */
const HEAD = ['UInt8', 'Int64', 'Int64']

/** Each result is (number of the row, match, step, series, declared columns…). */
export function machineFold(machine: Machine): Fold {
  const kept = keptBy(machine)
  const states = machine.steps.map((_, step) => stateOf(machine, kept, step))
  const types = states.map(one => tupleOf([...HEAD, ...one.map(({ type }) => columnTypes[type])]))
  const zero = raw(0)
  const empty = states.map(one => tuple([zero, zero, zero, ...one.map(value => initialOf(machine, value))]))
  const type = tupleOf(['Int64', ...types])
  return {
    name: 'scan',
    reads: machine.columns.filter(one => isRead(machine, kept, one.name)),
    state: { type, initial: call('CAST', 'raw', [tuple([zero, ...empty]), raw(type)], { nullable: false }) },
    gives: tupleOf([
      'Int64',
      'Int64',
      'Int64',
      'Int64',
      ...machine.declared.map(one => columnTypes[one.type]),
    ]),
    step: (state, row) => new Transition(machine, states, state, row).result(),
  }
}

const tupleOf = (types: readonly string[]): string => `Tuple(${types.join(', ')})`
const tuple = (values: readonly Scalar[]): Scalar => call('tuple', 'raw', values, { nullable: false })

/** All `step.column` that some condition or assignment reads. */
function keptBy({ steps, columns, declared }: Machine): readonly (Kept & { readonly readBy: number })[] {
  return steps.flatMap(({ condition, assignments }, readBy) => {
    const read = new Set<string>()
    for (const one of [condition, ...assignments.values()]) collectColumns(one, read)
    return steps.flatMap(({ name }, step) =>
      [...columns, ...declared]
        .filter(one => read.has(`${name}.${one.name}`))
        .map(({ name: column, type }) => ({ step, column, type, readBy })),
    )
  })
}

/** What the state of a step has to keep: values of steps up to it that it or a later one reads. */
function stateOf(_machine: Machine, kept: ReturnType<typeof keptBy>, step: number): readonly Kept[] {
  const needed = kept.filter(one => one.step <= step && one.readBy >= step)
  const found = new Map(needed.map(({ readBy: _, ...one }) => [`${one.step} ${one.column}`, one]))
  return [...found.values()]
}

function isRead({ steps }: Machine, kept: readonly Kept[], name: string): boolean {
  const read = new Set<string>()
  for (const { condition, assignments } of steps)
    for (const one of [condition, ...assignments.values()]) collectColumns(one, read)
  return read.has(name) || kept.some(one => one.column === name)
}

/** What a state gives before its step was reached: the declared default, null for columns of the input. */
function initialOf({ declared }: Machine, { column, type }: Kept): Scalar {
  const own = declared.find(one => one.name === column)
  return castTo(type, own ? own.initial : nullOf(type))
}

/** One row against all steps. */
class Transition {
  readonly #machine: Machine
  readonly #states: readonly (readonly Kept[])[]
  readonly #state: Scalar
  readonly #row: FoldRow

  constructor(machine: Machine, states: readonly (readonly Kept[])[], state: Scalar, row: FoldRow) {
    this.#machine = machine
    this.#states = states
    this.#state = state
    this.#row = row
  }

  result(): { state: Scalar; given: Scalar } {
    const { steps } = this.#machine
    const all = steps.map((_, step) => step)
    const counter = call('plus', 'raw', [this.#part(1), this.#begins()])
    const outputs = all.toReversed().filter(step => steps[step]?.output !== 'none')
    return {
      state: tuple([counter, ...all.map(step => this.#next(step))]),
      given: call(
        'arrayConcat',
        'raw',
        outputs.length > 0 ? outputs.map(step => this.#given(step)) : [call('array', 'raw', [])],
        { nullable: false },
      ),
    }
  }

  #part(index: number): Scalar {
    return call('tupleElement', 'raw', [this.#state, raw(index)], { nullable: false })
  }

  /** 0: whether it waits, 1: the match, 2: the row that began its run, then the kept values. */
  #head(step: number, index: 0 | 1 | 2): Scalar {
    return call('tupleElement', 'raw', [this.#part(step + 2), raw(index + 1)], { nullable: false })
  }

  #waits(step: number): Scalar {
    return call('equals', 'bool', [this.#head(step, 0), raw(1)], { nullable: false })
  }

  #field(state: number, { step, column, type }: Kept): Scalar | undefined {
    const place = this.#states[state]?.findIndex(one => one.step === step && one.column === column) ?? -1
    if (place < 0) return undefined
    return call('tupleElement', type, [this.#part(state + 2), raw(place + HEAD.length + 1)], {
      nullable: type !== 'string',
    })
  }

  /** The values that the state before this step would bring. */
  readonly #moved =
    (step: number): View =>
    kept =>
      (kept.step < step ? this.#field(step - 1, kept) : undefined) ?? initialOf(this.#machine, kept)

  /** The step's own values, unless its state has just moved on. */
  readonly #own =
    (step: number): View =>
    kept => {
      const value = this.#field(step, kept)
      const initial = initialOf(this.#machine, kept)
      return value ? choose([[this.#leaves(step), initial]], value) : initial
    }

  #seen(expr: Scalar, view: View): Scalar {
    const { steps, columns, declared } = this.#machine
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
      return kept ? view(kept) : this.#row.column(one.name)
    })
  }

  #holds(step: number, view: View): Scalar {
    return this.#seen(this.#machine.steps[step]?.condition ?? FALSE, view)
  }

  /** The row continues the sequence that waits in the step before. */
  #continues(step: number): Scalar {
    if (step === 0 || step >= this.#machine.steps.length) return FALSE
    return and(this.#waits(step - 1), this.#holds(step, this.#moved(step)))
  }

  /** The state of this step has moved to the next one. */
  #leaves(step: number): Scalar {
    return this.#continues(step + 1)
  }

  #stays(step: number): Scalar {
    const leaves = this.#leaves(step)
    return leaves === FALSE ? this.#waits(step) : and(this.#waits(step), not(leaves))
  }

  /** The row repeats the step, or begins a sequence at the first. */
  #repeats(step: number): Scalar {
    const holds = this.#holds(step, this.#own(step))
    return step === 0 ? holds : and(not(this.#continues(step)), this.#stays(step), holds)
  }

  #begins(): Scalar {
    return call('if', 'raw', [and(this.#repeats(0), not(this.#stays(0))), raw(1), raw(0)], {
      nullable: false,
    })
  }

  /** A value of the row as this step sees it: assigned, declared or of the input. */
  #value(step: number, column: string, type: KqlType, view: View): Scalar {
    const { declared, steps } = this.#machine
    const assigned = steps[step]?.assignments.get(column)
    if (assigned) return castTo(type, this.#seen(assigned, view))
    const own = declared.find(one => one.name === column)
    return castTo(type, own ? own.initial : this.#row.column(column))
  }

  /** As a step has it after the row: of a continued sequence, of a repeated one, or as it was. */
  #latest(step: number, column: string, type: KqlType): readonly [Scalar, Scalar] {
    return [
      this.#value(step, column, type, this.#moved(step)),
      this.#value(step, column, type, this.#own(step)),
    ]
  }

  #next(step: number): Scalar {
    const [continues, repeats, stays] = [this.#continues(step), this.#repeats(step), this.#stays(step)]
    const waits = call('if', 'raw', [or(continues, repeats, stays), raw(1), raw(0)], { nullable: false })
    const fields = (this.#states[step] ?? []).map(kept => {
      const own = this.#own(step)(kept)
      if (kept.step < step) return choose([[continues, this.#moved(step)(kept)]], own)
      const [moved, repeated] = this.#latest(step, kept.column, kept.type)
      return choose(
        [
          [continues, moved],
          [repeats, repeated],
        ],
        own,
      )
    })
    return tuple([waits, this.#match(step), this.#series(step), ...fields])
  }

  #match(step: number): Scalar {
    if (step > 0) return choose([[this.#continues(step), this.#head(step - 1, 1)]], this.#head(step, 1))
    return choose([[this.#starts(), this.#part(1)]], this.#head(0, 1))
  }

  #starts(): Scalar {
    return and(this.#repeats(0), not(this.#stays(0)))
  }

  /** The number of the row that began the run of repeated matches. */
  #series(step: number): Scalar {
    const begins = step === 0 ? this.#starts() : this.#continues(step)
    return choose([[begins, this.#row.number]], this.#head(step, 2))
  }

  #given(step: number): Scalar {
    const { declared, steps } = this.#machine
    const continues = this.#continues(step)
    const values = declared.map(({ name, type }) => {
      const [moved, repeated] = this.#latest(step, name, type)
      return choose([[continues, moved]], repeated)
    })
    const isLast = steps[step]?.output === 'last'
    const result = tuple([
      this.#row.number,
      this.#match(step),
      raw(step),
      isLast ? this.#series(step) : this.#row.number,
      ...values,
    ])
    const types = tupleOf(['Int64', 'Int64', 'Int64', 'Int64', ...declared.map(one => columnTypes[one.type])])
    const cast = (array: Scalar): Scalar =>
      call('CAST', 'raw', [array, raw(`Array(${types})`)], { nullable: false })
    return call(
      'if',
      'raw',
      [
        or(continues, this.#repeats(step)),
        cast(call('array', 'raw', [result], { nullable: false })),
        cast(call('array', 'raw', [], { nullable: false })),
      ],
      { nullable: false },
    )
  }
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
