/** Management commands: one row each. Only what shows the schema is served; the data is written by the pipeline. */
import type { Cell, Column, KqlType, TableSchema } from '#query/kql'
import type { QueriedWorkspace } from '#query/logs'
import type { Dataset } from './dataset.ts'
import { databaseNotFound, tableNotFound, unknownCommand } from './errors.ts'

export interface Catalogue {
  /** The database that the request names. */
  readonly current: QueriedWorkspace
  readonly databases: readonly QueriedWorkspace[]
  tablesOf(database: QueriedWorkspace): readonly TableSchema[]
  /** ISO 8601. */
  readonly startedAt: string
}

type Row = readonly Cell[]

interface Command {
  /** As the user writes it; names in angle brackets. */
  readonly text: string
  readonly columns: Readonly<Record<string, KqlType>>
  rows(catalogue: Catalogue, name: string): readonly Row[]
}

const SCHEMA_JSON = { DatabaseSchema: 'string' } as const
const SCHEMA_ROWS = {
  DatabaseName: 'string',
  TableName: 'string',
  ColumnName: 'string',
  ColumnType: 'string',
  IsDefaultTable: 'bool',
  IsDefaultColumn: 'bool',
  PrettyName: 'string',
  Version: 'string',
  Folder: 'string',
  DocString: 'string',
} as const
const DATABASES = {
  DatabaseName: 'string',
  PersistentStorage: 'string',
  Version: 'string',
  IsCurrent: 'bool',
  DatabaseAccessMode: 'string',
  PrettyName: 'string',
  ReservedSlot1: 'bool',
  DatabaseId: 'guid',
  InTransitionTo: 'string',
  SuspensionState: 'string',
} as const
const TABLE = {
  TableName: 'string',
  Schema: 'string',
  DatabaseName: 'string',
  Folder: 'string',
  DocString: 'string',
} as const
const ENTITIES = {
  DatabaseName: 'string',
  EntityType: 'string',
  EntityName: 'string',
  DocString: 'string',
  Folder: 'string',
  CslInputSchema: 'string',
  Content: 'string',
  CslOutputSchema: 'string',
  Properties: 'dynamic',
} as const
const VERSION = 'v1.0'
/** Tools compare it with what they know of the service. */
const PRODUCT = '1.0.0.0'

const COMMANDS: readonly Command[] = [
  {
    text: '.show version',
    columns: {
      BuildVersion: 'string',
      BuildTime: 'datetime',
      ServiceType: 'string',
      ProductVersion: 'string',
      ServiceOffering: 'string',
    },
    rows: ({ startedAt }) => [[PRODUCT, startedAt, 'Engine', PRODUCT, '{"Type":"Anteroom"}']],
  },
  {
    text: '.show cluster',
    columns: {
      NodeId: 'string',
      Address: 'string',
      Name: 'string',
      StartTime: 'datetime',
      IsAdmin: 'bool',
      ProductVersion: 'string',
    },
    rows: ({ startedAt }) => [['KEngine000000', 'localhost', 'KEngine000000', startedAt, true, PRODUCT]],
  },
  {
    text: '.show cluster monitoring',
    columns: {
      KustoAccount: 'string',
      ClusterAlias: 'string',
      GenevaMonitoringAccount: 'string',
      DataCenter: 'string',
      CloudName: 'string',
      CloudResourceId: 'string',
      VirtualClusterName: 'string',
    },
    rows: () => [['', 'anteroom', '', '', '', '', '']],
  },
  { text: '.show databases', columns: DATABASES, rows: databaseRows },
  { text: '.show databases entities', columns: ENTITIES, rows: entityRows },
  { text: '.show cluster databases', columns: DATABASES, rows: databaseRows },
  {
    text: '.show database',
    columns: DATABASES,
    rows: catalogue => databaseRows({ ...catalogue, databases: [catalogue.current] }),
  },
  { text: '.show schema as json', columns: SCHEMA_JSON, rows: jsonSchema },
  { text: '.show cluster schema as json', columns: SCHEMA_JSON, rows: jsonSchema },
  { text: '.show databases schema as json', columns: SCHEMA_JSON, rows: jsonSchema },
  { text: '.show database schema as json', columns: SCHEMA_JSON, rows: current(jsonSchema) },
  { text: '.show database <name> schema as json', columns: SCHEMA_JSON, rows: named(jsonSchema) },
  { text: '.show databases (<name>) schema as json', columns: SCHEMA_JSON, rows: named(jsonSchema) },
  { text: '.show schema', columns: SCHEMA_ROWS, rows: schemaRows },
  { text: '.show databases schema', columns: SCHEMA_ROWS, rows: schemaRows },
  { text: '.show database schema', columns: SCHEMA_ROWS, rows: current(schemaRows) },
  { text: '.show database <name> schema', columns: SCHEMA_ROWS, rows: named(schemaRows) },
  {
    text: '.show tables',
    columns: { TableName: 'string', DatabaseName: 'string', Folder: 'string', DocString: 'string' },
    rows: ({ tablesOf, current: own }) => tablesOf(own).map(table => [table.name, own.name, '', '']),
  },
  { text: '.show table <name> cslschema', columns: TABLE, rows: (all, name) => [tableRow(all, name, cslOf)] },
  {
    text: '.show table <name> schema as json',
    columns: TABLE,
    rows: (all, name) => [tableRow(all, name, table => JSON.stringify(tableJson(table)))],
  },
  {
    text: '.show table <name>',
    columns: { AttributeName: 'string', AttributeType: 'string' },
    rows: (all, name) => shown(tableNamed(all, name)).map(column => [column.name, dotNetName(column.type)]),
  },
  {
    text: '.show functions',
    columns: { Name: 'string', Parameters: 'string', Body: 'string', Folder: 'string', DocString: 'string' },
    rows: () => [],
  },
  {
    text: '.show materialized-views',
    columns: { Name: 'string', SourceTable: 'string', Query: 'string', IsEnabled: 'bool' },
    rows: () => [],
  },
  {
    text: '.show entity_groups',
    columns: { Name: 'string', Entities: 'string' },
    rows: () => [],
  },
  {
    text: '.show external tables',
    columns: { TableName: 'string', TableType: 'string', Folder: 'string', DocString: 'string' },
    rows: () => [],
  },
]

const KNOWN = COMMANDS.map(({ text }) => text)

/** A name: bare, or in brackets and quotes. */
const NAME = String.raw`(\[\s*(?:'[^']*'|"[^"]*")\s*\]|"[^"]*"|'[^']*'|[\w.-]+)`

/** Options that only say how much to tell. */
const OPTIONS = String.raw`(?:\s+with\s*\([^)]*\))?`

const PATTERNS = COMMANDS.map(({ text }) => {
  const words = text.split(' ').map(word => word.replace(/[.()]/g, String.raw`\$&`).replace('<name>', NAME))
  return new RegExp(`^${words.join(String.raw`\s+`)}${OPTIONS}$`, 'i')
})

/** Runs one command. Throws ApiError for one that is not served, by its name, and for names that are not known. */
export function runCommand(text: string, catalogue: Catalogue): Dataset {
  const asked = text.replace(/;$/, '').trim()
  for (const [i, command] of COMMANDS.entries()) {
    const match = PATTERNS[i]?.exec(asked)
    if (!match) continue
    const name = (match[1] ?? '').replace(/^\[\s*|\s*\]$/g, '').replace(/^(['"])(.*)\1$/, '$2')
    const columns = Object.entries(command.columns).map(([column, type]) => ({ name: column, type }))
    return { columns, rows: command.rows(catalogue, name) }
  }
  throw unknownCommand(asked, KNOWN)
}

type Rows = Command['rows']

function current(rows: Rows): Rows {
  return catalogue => rows({ ...catalogue, databases: [catalogue.current] }, '')
}

function named(rows: Rows): Rows {
  return (catalogue, name) => {
    const isMeant = ({ id, name: own, armId }: QueriedWorkspace) =>
      [id, own, armId].some(one => one.toLowerCase() === name.toLowerCase())
    const found = catalogue.databases.find(isMeant)
    if (!found) throw databaseNotFound(name)
    return rows({ ...catalogue, databases: [found] }, '')
  }
}

function databaseRows({ databases, current: { id: own } }: Catalogue): readonly Row[] {
  return databases.map(({ id, name }) => [name, '', VERSION, id === own, 'ReadOnly', name, null, id, '', ''])
}

function schemaRows({ databases, tablesOf }: Catalogue): readonly Row[] {
  const line = (names: readonly [string, string?, string?], type = ''): Row => {
    const [database, table = '', column = ''] = names
    return [database, table, column, type, false, false, '', table ? '' : VERSION, '', '']
  }
  const linesOf = (database: QueriedWorkspace) => [
    line([database.name]),
    ...tablesOf(database).flatMap(table => [
      line([database.name, table.name]),
      ...shown(table).map(column => line([database.name, table.name, column.name], dotNetName(column.type))),
    ]),
  ]
  return databases.flatMap(linesOf)
}

/** What the web editor and tools that list a cluster read: each table with its columns as KQL declares them. */
function entityRows({ databases, tablesOf }: Catalogue): readonly Row[] {
  return databases.flatMap(database =>
    tablesOf(database).map(table => [database.name, 'Table', table.name, '', '', '', '', cslOf(table), '{}']),
  )
}

/** The form that the Kusto editor and Grafana read. */
function jsonSchema({ databases, tablesOf }: Catalogue): readonly Row[] {
  const entries = databases.map(database => {
    const { name } = database
    const Tables = Object.fromEntries(tablesOf(database).map(table => [table.name, tableJson(table)]))
    const empty = { ExternalTables: {}, MaterializedViews: {}, EntityGroups: {}, Functions: {} }
    return [name, { Name: name, Tables, ...empty, MajorVersion: 1, MinorVersion: 0 }]
  })
  return [[JSON.stringify({ Plugins: [], Databases: Object.fromEntries(entries) })]]
}

const tableJson = (table: TableSchema) => ({
  Name: table.name,
  OrderedColumns: shown(table).map(({ name, type }) => ({
    Name: name,
    Type: dotNetName(type),
    CslType: type,
  })),
})

const cslOf = (table: TableSchema): string =>
  shown(table)
    .map(({ name, type }) => `${name}:${type}`)
    .join(',')

function tableRow(catalogue: Catalogue, name: string, schemaOf: (table: TableSchema) => string): Row {
  const table = tableNamed(catalogue, name)
  return [table.name, schemaOf(table), catalogue.current.name, '', '']
}

function tableNamed({ tablesOf, current: own }: Catalogue, name: string): TableSchema {
  const found = tablesOf(own).find(table => table.name === name)
  if (!found) throw tableNotFound(name)
  return found
}

const shown = ({ columns }: TableSchema): readonly Column[] => columns.filter(({ hidden }) => !hidden)

const DOT_NET_NAMES: Readonly<Record<KqlType, string>> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  string: 'System.String',
  guid: 'System.Guid',
  dynamic: 'System.Object',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
}

const dotNetName = (type: KqlType): string => DOT_NET_NAMES[type]
