/** One evaluation on the real data: asks what the rule measures over its window, and what that changes. */
import { type Ids, type Instant, toIso } from '#base'
import { type Advance, advance, type Watches } from './advance.ts'
import type { AlertsOptions } from './create-alerts.ts'
import { alertsError } from './errors.ts'
import { measuredOf, measuringKql } from './measure.ts'
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

type Needs = Pick<AlertsOptions, 'queries' | 'workspaceOf' | 'mayRead'> & { readonly ids: Ids }

export const evaluator =
  ({ queries, workspaceOf, mayRead, ids }: Needs): Evaluator =>
  async (rule, { at, before, tenant, signal }) => {
    const workspace = workspaceOf(rule.scope)
    if (!workspace) throw alertsError('ScopeNotFound', { id: rule.scope })
    const isResource = rule.scope.toLowerCase() !== workspace.armId.toLowerCase()
    const { columns, rows } = await queries.answer({
      text: measuringKql(rule),
      workspace,
      timespan: { start: toIso(at - rule.windowMs), end: toIso(at) },
      now: at,
      ...(isResource && { resources: [rule.scope.toLowerCase()] }),
      waitSeconds: WAIT_SECONDS,
      mayRead: one => mayRead({ kind: 'entra', tenant, subject: '' }, one.armId),
      correlationId: ids.uuid(),
      signal,
    })
    return advance(rule, before, { at, measured: measuredOf(rule, columns, rows), newId: () => ids.uuid() })
  }
