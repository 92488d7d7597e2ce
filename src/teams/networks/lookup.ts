/**
 * KQL that attaches to the ends of streams what the uploaded files know of them. Which file is in use stands in the
 * tables themselves, as the newest row without a subnet, so that a query that was saved stays true after an upload. Pure.
 */
import { TEAMS_MACHINES, TEAMS_NETWORKS, type TenantId } from '#records'

export type End = 'First' | 'Second'

export interface Lookup {
  /** Operators to put behind a table of streams, each on a line that begins with `|`. */
  readonly kql: string
  /** What they add, by column; no other column changes. */
  readonly columns: Readonly<Record<string, 'string' | 'bool'>>
}

/** Texts of a row that are attached as they are. */
const TEXTS = [
  'Network',
  'NetworkName',
  'NetworkRange',
  'BuildingName',
  'OwnershipType',
  'BuildingType',
  'BuildingOfficeType',
  'City',
  'ZipCode',
  'Country',
  'State',
  'Region',
] as const

const IN_USE: Readonly<Record<string, string>> = {
  [TEAMS_NETWORKS]: 'Subnet',
  [TEAMS_MACHINES]: 'EndpointName',
}

/** The rows of the file in use; none after it was removed, or before there was one. */
export function rowsInUse(table: typeof TEAMS_NETWORKS | typeof TEAMS_MACHINES, tenant: TenantId): string {
  const own = `${table} | where OrganizerTenantId == '${tenant}'`
  const key = IN_USE[table]
  const file = `toscalar(${own} and isempty(${key}) | summarize arg_max(TimeGenerated, FileId) | project FileId)`
  return `${own} and isnotempty(${key}) and FileId == ${file}`
}

/** Yes or no of a row, by the column that is added for it. */
const FLAGS = { InsideCorp: 'InsideCorp', ExpressRoute: 'ExpressRoute', NetworkMappedVpn: 'Vpn' } as const
const FLAG_NAMES = ['InsideCorp', 'ExpressRoute', 'NetworkMappedVpn'] as const

/**
 * Building, place, inside or outside of one end. An end is matched by the network it is in, where that is not known
 * by the one it is seen from; at the time the stream began. A server is outside, and so is what no row knows. Of the
 * columns only those that are `wanted`, by their names in the answer; each more costs reading and joining.
 */
export function networkLookup(end: End, tenant: TenantId, wanted?: readonly string[]): Lookup {
  const isWanted = (name: string) => wanted === undefined || wanted.includes(`${end}${name}`)
  const [texts, flags] = [TEXTS.filter(isWanted), FLAG_NAMES.filter(isWanted)]
  const found = [
    `${end}NetworkKey = Subnet`,
    ...texts.map(name => `${end}${name} = ${name}`),
    ...flags.map(name => `${end}Has${name} = ${FLAGS[name]}`),
    `${end}From = ValidFrom`,
    `${end}Until = ValidUntil`,
  ]
  const valid = `StartTime >= ${end}From and (isnull(${end}Until) or StartTime < ${end}Until)`
  const kept = [
    ...texts.map(name => `${end}${name} = iff(${end}Mapped, ${end}${name}, '')`),
    ...flags.map(name => `${end}${name} = ${flagOf(name, end)}`),
  ]
  const aside = [`${end}NetworkKey`, ...flags.map(name => `${end}Has${name}`), `${end}From`, `${end}Until`]
  const extended = kept.length === 0 ? '' : `\n| extend ${kept.join(', ')}`
  const kql = `| extend ${end}NetworkKey = case(${end}IsServer == 'Server', '', isnotempty(${end}Subnet), ${end}Subnet, ${end}ReflexiveNetwork)
| lookup kind=leftouter (${rowsInUse(TEAMS_NETWORKS, tenant)} | project ${found.join(', ')}) on ${end}NetworkKey
| extend ${end}Mapped = coalesce(${valid}, false)${extended}
| project-away ${aside.join(', ')}`
  return { kql, columns: networkColumns(end, wanted) }
}

function flagOf(name: (typeof FLAG_NAMES)[number], end: End): string {
  const holds = `${end}Mapped and ${end}Has${name}`
  return name === 'InsideCorp' ? `iff(${holds}, 'Inside', 'Outside')` : holds
}

/** What `networkLookup` adds. */
export function networkColumns(end: End, wanted?: readonly string[]): Lookup['columns'] {
  const all: readonly (readonly [name: string, type: 'string' | 'bool'])[] = [
    ...TEXTS.map(name => [`${end}${name}`, 'string'] as const),
    /** `Inside` or `Outside`. */
    [`${end}InsideCorp`, 'string'],
    [`${end}ExpressRoute`, 'bool'],
    [`${end}NetworkMappedVpn`, 'bool'],
  ]
  const added = wanted === undefined ? all : all.filter(([name]) => wanted.includes(name))
  /** And whether a row of the file knows the network. */
  return Object.fromEntries([...added, [`${end}Mapped`, 'bool']])
}

const MACHINE_TEXTS = [
  'EndpointMake',
  'EndpointModel',
  'EndpointType',
  'EndpointLabel1',
  'EndpointLabel2',
  'EndpointLabel3',
] as const

/** What the endpoint file knows of the machine of one end, by its name in `machine`: a name goes after 28 days. */
export function machineLookup(end: End, tenant: TenantId, machine: string): Lookup {
  const texts = MACHINE_TEXTS.map(name => `${end}${name} = ${name}`)
  const kql = `| lookup kind=leftouter (${rowsInUse(TEAMS_MACHINES, tenant)} | project ${machine} = EndpointName, ${texts.join(', ')}) on ${machine}`
  return {
    kql,
    columns: Object.fromEntries(MACHINE_TEXTS.map((name): [string, 'string'] => [`${end}${name}`, 'string'])),
  }
}

/** Streams of a network from which on it is worth a row in the building file. */
export const FEWEST_MISSING = 10

/** So far back networks that are missing are looked for: about as long as addresses of persons are kept by default. */
const MISSING_DAYS = 30

/**
 * Networks of the tenant's clients with ten or more audio streams in the last 30 days that no row of the building file knows. `streams` are
 * the current streams of the tenant; those of people of other organizations are left out, of guests without one not.
 */
export function missingNetworks(streams: string, tenant: TenantId): string {
  const { kql } = networkLookup('Second', tenant, [])
  return `${streams}
| where TimeGenerated > ago(${MISSING_DAYS}d)
| where MediaType == 'Audio' and SecondIsServer == 'Client' and SecondTenantId in ('', '${tenant}')
${kql}
| extend Network = iff(isnotempty(SecondSubnet), SecondSubnet, SecondReflexiveNetwork)
| where not(SecondMapped) and isnotempty(Network)
| summarize AudioStreams = count(), PoorStreams = countif(Classification == 'Poor'), Users = dcount(SecondPersonKey), LastSeen = max(StartTime) by Network
| where AudioStreams >= ${FEWEST_MISSING}
| order by AudioStreams desc
| take 10000`
}
