/** A diagnostic setting between the resource plane's body and the form; what is wrong with it, by field. Pure. */

/** What the API answers for one setting. */
export interface SettingAnswer {
  readonly name: string
  readonly properties: {
    readonly workspaceId: string | null
    readonly storageAccountId: string | null
    readonly eventHubAuthorizationRuleId: string | null
    readonly eventHubName: string | null
    readonly marketplacePartnerId?: string | null
    readonly logs: readonly LogEntry[]
    readonly metrics: readonly { readonly category: string; readonly enabled: boolean }[]
  }
}

interface LogEntry {
  readonly category?: string | null
  readonly categoryGroup?: string | null
  readonly enabled: boolean
}

/** The form. Texts are as typed; empty means none. */
export interface Draft {
  readonly name: string
  readonly groups: readonly string[]
  readonly categories: readonly string[]
  readonly hasMetrics: boolean
  readonly workspace: string
  readonly storage: string
  readonly hubRule: string
  readonly hubName: string
  readonly partner: string
  /** 0: from now on only. */
  readonly backfillDays: number
}

export const EMPTY_DRAFT: Draft = {
  name: '',
  groups: ['allLogs'],
  categories: [],
  hasMetrics: true,
  workspace: '',
  storage: '',
  hubRule: '',
  hubName: '',
  partner: '',
  backfillDays: 0,
}

export function draftOf({ name, properties }: SettingAnswer): Draft {
  const enabled = properties.logs.filter(log => log.enabled)
  return {
    name,
    groups: enabled.flatMap(({ categoryGroup }) => categoryGroup ?? []),
    categories: enabled.flatMap(({ category }) => category ?? []),
    hasMetrics: properties.metrics.some(metric => metric.enabled),
    workspace: properties.workspaceId ?? '',
    storage: properties.storageAccountId ?? '',
    hubRule: properties.eventHubAuthorizationRuleId ?? '',
    hubName: properties.eventHubName ?? '',
    partner: properties.marketplacePartnerId ?? '',
    backfillDays: 0,
  }
}

/** The body of the PUT. Groups stand for their categories: with a group, single ones are not named. */
export function bodyOf(draft: Draft) {
  const { groups, categories } = draft
  const given = (value: string) => (value.trim() === '' ? undefined : value.trim())
  return {
    properties: {
      workspaceId: given(draft.workspace),
      storageAccountId: given(draft.storage),
      eventHubAuthorizationRuleId: given(draft.hubRule),
      eventHubName: given(draft.hubName),
      marketplacePartnerId: given(draft.partner),
      logs:
        groups.length > 0
          ? groups.map(categoryGroup => ({ categoryGroup, enabled: true }))
          : categories.map(category => ({ category, enabled: true })),
      metrics: draft.hasMetrics ? [{ category: 'AllMetrics', enabled: true }] : [],
      ...(draft.backfillDays > 0 && { backfillDays: draft.backfillDays }),
    },
  }
}

export const FIELDS = ['name', 'logs', 'workspace', 'storage', 'eventHub', 'partner', 'backfill'] as const
export type FieldName = (typeof FIELDS)[number]
export type Wrongs = Readonly<Partial<Record<FieldName, string>>>

/** What can be said before the API is asked. */
export function wrongsIn(draft: Draft, taken: readonly string[]): Wrongs {
  const name = draft.name.trim().toLowerCase()
  const hasDestination = [draft.workspace, draft.storage, draft.hubRule, draft.partner].some(
    id => id.trim() !== '',
  )
  const isTaken = taken.some(other => other.toLowerCase() === name)
  return {
    ...(name === '' && { name: 'A setting needs a name.' }),
    ...(isTaken && { name: 'A setting of this name exists: it would be replaced. Choose another.' }),
    ...(draft.groups.length + draft.categories.length === 0 &&
      !draft.hasMetrics && { logs: 'Choose at least one category, or the metrics.' }),
    ...(!hasDestination && { workspace: 'Choose at least one destination, of any kind.' }),
    ...(draft.hubName.trim() !== '' &&
      draft.hubRule.trim() === '' && { eventHub: 'A hub needs the authorization rule of its namespace.' }),
  }
}

/** Which field a refusal of the API is about: by what its sentence names. Undefined: about none. */
export function fieldOf(message: string, draft: Draft): FieldName | undefined {
  return SAYS.find(({ words, names }) => words.test(message) || names?.(draft).some(id => named(message, id)))
    ?.field
}

const named = (message: string, id: string): boolean =>
  id.trim() !== '' && message.toLowerCase().includes(`'${id.trim().toLowerCase()}'`)

interface Saying {
  readonly field: FieldName
  readonly words: RegExp
  readonly names?: (draft: Draft) => readonly string[]
}

const SAYS: readonly Saying[] = [
  { field: 'backfill', words: /backfillDays/ },
  { field: 'workspace', words: /of type workspace/, names: ({ workspace }) => [workspace] },
  { field: 'storage', words: /of type storage/, names: ({ storage }) => [storage] },
  {
    field: 'eventHub',
    words: /of type eventHub|authorization rule|eventHubName/i,
    names: ({ hubRule }) => [hubRule],
  },
  { field: 'partner', words: /of type partner/, names: ({ partner }) => [partner] },
  { field: 'name', words: /needs a name|diagnostic settings; remove one/ },
  { field: 'logs', words: /[Cc]ategor/ },
]

/** Where a setting sends to, in words, for a row of the list. */
export function destinationsOf({ properties }: SettingAnswer): readonly string[] {
  const { workspaceId, storageAccountId, eventHubAuthorizationRuleId, eventHubName, marketplacePartnerId } =
    properties
  const last = (id: string) => id.split('/').at(-1) ?? id
  const hub = /namespaces\/([^/]+)/i.exec(eventHubAuthorizationRuleId ?? '')?.[1]
  return [
    ...(workspaceId ? [`workspace ${last(workspaceId)}`] : []),
    ...(storageAccountId ? [`storage ${last(storageAccountId)}`] : []),
    ...(hub ? [`event hub ${[hub, eventHubName].filter(Boolean).join('/')}`] : []),
    ...(marketplacePartnerId ? [`partner ${last(marketplacePartnerId)}`] : []),
  ]
}

/** What a setting sends, in words. */
export function contentOf({ properties }: SettingAnswer): string {
  const logs = properties.logs.filter(log => log.enabled)
  const groups = logs.flatMap(({ categoryGroup }) => categoryGroup ?? [])
  const singles = logs.filter(({ category }) => category).length
  const metrics = properties.metrics.some(metric => metric.enabled) ? ['metrics'] : []
  const counted = singles === 0 ? [] : [singles === 1 ? '1 category' : `${singles} categories`]
  return [...groups, ...counted, ...metrics].join(', ') || 'nothing'
}

/** The rule that names a hub's namespace; any rule of it does, for configuration holds the keys. */
export const ruleOfHub = (destination: string): string =>
  `${destination.replace(/\/eventhubs\/[^/]+$/i, '')}/authorizationRules/RootManageSharedAccessKey`
