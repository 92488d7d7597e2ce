/** One evaluation on the real data: asks what the rule measures over its window, and what that changes. */
import { type Caller, type Ids, type Instant, toIso } from '#base'
import type { QueriedWorkspace } from '#query/logs'
import { type Advance, advance, type Watches } from './advance.ts'
import type { AlertsOptions } from './create-alerts.ts'
import { alertsError } from './errors.ts'
import { type Answer, measuredOf, measuringKql } from './measure.ts'
import type { Rule } from './rule.ts'

export interface Look {
  /** The end of the window, and `now()` to the query. */
  readonly at: Instant
  readonly before: Watches
  /** On whose behalf. */
  readonly tenant: string
  readonly signal: AbortSignal
}

/** Throws ApiError: 400 for a query that is refused, 504 or 429 for one that can be tried again. */
export type Evaluator = (rule: Rule, look: Look) => Promise<Advance>

/** No evaluation may hold up the others for long. */
const WAIT_SECONDS = 30

type Needs = Pick<AlertsOptions, 'queries' | 'workspaceOf' | 'metrics' | 'mayRead'> & { readonly ids: Ids }

export const evaluator =
  (needs: Needs): Evaluator =>
  async (rule, { at, before, tenant, signal }) => {
    const { queries, ids } = needs
    const place = placeOf(rule, { kind: 'entra', tenant, subject: '' }, needs)
    const answers: Answer[] = []
    for (const criterion of rule.criteria) {
      const answer = await queries.answer({
        text: measuringKql(criterion),
        ...place,
        timespan: { start: toIso(at - rule.windowMs), end: toIso(at - place.shortMs) },
        now: at,
        waitSeconds: WAIT_SECONDS,
        correlationId: ids.uuid(),
        signal,
      })
      answers.push(answer)
    }
    const measured = measuredOf(rule.criteria, answers)
    return advance(rule, before, { at, measured, newId: () => ids.uuid() })
  }

interface Place {
  readonly workspace: QueriedWorkspace
  readonly resources?: readonly string[]
  /** By how much the window ends before its end. */
  readonly shortMs: number
  mayRead(workspace: QueriedWorkspace): boolean
}

/** Where the rows are that the rule measures. */
function placeOf(rule: Rule, caller: Caller, { workspaceOf, metrics, mayRead }: Needs): Place {
  const { scope, signal } = rule
  if (signal === 'Metric') {
    // The table is the operator's; of it the criteria read their own resource alone.
    if (!mayRead(caller, scope)) throw alertsError('NotAllowed', { id: scope })
    // A minute stands at its beginning: the one that begins where the window ends is no part of it.
    return { workspace: metrics, shortMs: 1, mayRead: () => true }
  }
  const workspace = workspaceOf(scope)
  if (!workspace) throw alertsError('ScopeNotFound', { id: scope })
  const isResource = scope.toLowerCase() !== workspace.armId.toLowerCase()
  return {
    workspace,
    shortMs: 0,
    ...(isResource && { resources: [scope.toLowerCase()] }),
    mayRead: one => mayRead(caller, one.armId),
  }
}
