/** When a rule would have fired: the same evaluations over a range that is past. Nothing is kept, nobody is told. */
import { type Instant, parseIso, toIso } from '#base'
import { instantsOf, type Seen, type Watches } from './advance.ts'
import { alertsError } from './errors.ts'
import type { Evaluator } from './evaluate.ts'
import { measuringKql } from './measure.ts'
import type { Rule } from './rule.ts'

/** Each evaluation is a query of its own. */
const MOST_EVALUATIONS = 300

export interface TestRun {
  readonly tenant: string
  /** `start/end`, ISO 8601. */
  readonly timespan: string
  readonly signal: AbortSignal
}

/** Throws ApiError 400 for a timespan that is none, or that wants too many evaluations. */
export async function testRun(rule: Rule, { tenant, timespan, signal }: TestRun, evaluate: Evaluator) {
  const [start, end] = rangeOf(timespan)
  const instants = instantsOf(rule.frequencyMs, start - 1, end)
  if (instants.length > MOST_EVALUATIONS) {
    throw alertsError('BadTimespan', {
      why: `it takes ${instants.length} evaluations, at most ${MOST_EVALUATIONS} are made; use a shorter range or a longer evaluationFrequency`,
    })
  }
  const [first] = rule.criteria
  const points: Seen[] = []
  let before: Watches = new Map()
  for (const at of instants) {
    const { watches, seen } = await evaluate(rule, { at, before, tenant, signal })
    before = watches
    points.push(...seen)
  }
  return {
    // Of the first criterion; a rule with several has the others in `conditions`.
    kql: measuringKql(first),
    threshold: first.threshold,
    conditions: rule.criteria.map(one => ({
      kql: measuringKql(one),
      operator: one.operator,
      threshold: one.threshold,
    })),
    evaluations: instants.length,
    points: points.map(({ at, event, values, ...one }) => ({
      at: toIso(at),
      ...one,
      value: values[0] ?? null,
      values,
      event: event ? (event.kind === 'fired' && event.isMuted ? 'muted' : event.kind) : null,
    })),
  }
}

function rangeOf(timespan: string): readonly [Instant, Instant] {
  const [start, end] = timespan.split('/').map(parseIso)
  if (start === undefined || end === undefined || start >= end) {
    throw alertsError('BadTimespan', { why: `'${timespan}' is not start/end in ISO 8601` })
  }
  return [start, end]
}
