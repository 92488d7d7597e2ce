/** A call as one viewer may see it: its rows, and a verdict for every participant and category. */
import {
  type Call,
  categoryByName,
  identifierOf,
  type LogRecord,
  type RuleId,
  shown,
  type TenantRegistry,
} from '#records'
import { type Attendee, attendeeOf } from './attendee.ts'
import { decideEmission } from './emission/decide-emission.ts'
import { diagnosticsRows } from './rows/diagnostics.ts'
import type { Drafts, RowDraft } from './rows/draft.ts'
import { summaryRows } from './rows/summary.ts'
import { cite } from './rules/catalogue.ts'
import type { Switches } from './switches.ts'
import type { Verdict } from './verdict.ts'
import { callTypeOf, type ResourceViewer, type View } from './view.ts'
import { viewersOf } from './viewers.ts'

export interface Projection {
  readonly records: readonly LogRecord[]
  readonly verdicts: readonly Verdict[]
}

export interface ProjectOptions {
  readonly registry: TenantRegistry
  readonly viewer: ResourceViewer
  readonly switches: Switches
  /** 1 when the call ends; later versions replace earlier ones (R52). */
  readonly version: number
}

interface CallCategory {
  readonly name: string
  readonly draft: (who: Attendee, view: View) => Drafts
  /** R52: written for each version with its number, or once. */
  readonly versioned: boolean
}

const CATEGORIES: readonly CallCategory[] = [
  { name: 'CallSummary', draft: summaryRows, versioned: false },
  { name: 'CallDiagnostics', draft: diagnosticsRows, versioned: false },
  { name: 'CallSummaryUpdates', draft: summaryRows, versioned: true },
  { name: 'CallDiagnosticsUpdates', draft: diagnosticsRows, versioned: true },
]

/**
 * The records of a finished call for one viewer, and why. Pure: the same arguments give the same records with the
 * same ids. A call is complete when it ends, so version 1 also fills the plain categories, once.
 */
export function project(call: Call, options: ProjectOptions): Projection {
  const view = viewOf(call, options)
  const attendees = call.legs.map(leg => attendeeOf(leg, options.registry))
  const categories = CATEGORIES.filter(category => category.versioned || options.version === 1)
  const parts = categories.map(category => projectCategory(category, attendees, { view, options }))
  return { records: parts.flatMap(part => part.records), verdicts: parts.flatMap(part => part.verdicts) }
}

function viewOf(call: Call, { registry, viewer, switches }: ProjectOptions): View {
  const { resource } = viewer
  return {
    call,
    resource,
    organizerTenant: call.scene.kind === 'teamsMeeting' ? call.scene.organizer.tenant : undefined,
    callType: callTypeOf(call),
    isCurrent: viewersOf(call, registry, switches).some(other => other.resource.id === resource.id),
    registry,
    switches,
  }
}

interface Context {
  readonly view: View
  readonly options: ProjectOptions
}

function projectCategory(
  category: CallCategory,
  attendees: readonly Attendee[],
  context: Context,
): Projection {
  const records: LogRecord[] = []
  const verdicts: Verdict[] = []
  for (const who of attendees) {
    const { emitted, rules } = decideEmission(who, context.view)
    const drafts = emitted ? category.draft(who, context.view) : NOTHING
    const own = drafts.rows.map((draft, index) =>
      recordOf({ draft, category, admittedBy: rules, number: records.length + index }, context),
    )
    records.push(...own)
    verdicts.push({
      ...decisionOn(who, category, context),
      outcome: emitted ? 'emitted' : 'withheld',
      rules: [...new Set([...rules, ...own.flatMap(record => record.rules), ...drafts.missing])],
      redacted: redactedIn(own),
      rows: own.length,
    })
  }
  return { records, verdicts }
}

const NOTHING: Drafts = { rows: [], missing: [] }

function redactedIn(records: readonly LogRecord[]): Readonly<Record<string, RuleId>> {
  const redacted: Record<string, RuleId> = {}
  for (const { fields } of records)
    for (const [column, field] of Object.entries(fields))
      if (field.kind === 'redacted') redacted[column] = field.by
  return redacted
}

function decisionOn(who: Attendee, category: CallCategory, { view, options }: Context) {
  const { leg } = who
  return {
    callId: view.call.id,
    version: options.version,
    viewer: options.viewer,
    category: category.name,
    time: view.call.end,
    participantId: leg.participantId,
    endpointId: leg.endpointId,
    identifier: identifierOf(leg.identity),
    participantKind: who.kind,
    participantTenant: who.tenant,
  }
}

interface NumberedDraft {
  readonly draft: RowDraft
  readonly category: CallCategory
  readonly admittedBy: readonly RuleId[]
  readonly number: number
}

function recordOf(
  { draft, category, admittedBy, number }: NumberedDraft,
  { view, options }: Context,
): LogRecord {
  const { name, versioned } = category
  const documented = categoryByName(name)
  return {
    // Numbered among the written rows only: an id must not tell that somebody was withheld.
    id: [view.call.id, options.version, view.resource.id, name, number].join('/'),
    category: name,
    resource: view.resource.armId,
    time: view.call.end,
    fields: {
      OperationName: shown(documented?.operationNames[0] ?? name),
      OperationVersion: shown(documented?.operationVersion),
      Category: shown(name),
      ...draft.fields,
      ...(versioned && { CallUpdatesVersion: shown(options.version) }),
    },
    rules: [...admittedBy, ...draft.rules, ...cite(versioned && 'R52')],
  }
}
