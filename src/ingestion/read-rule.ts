/**
 * What a data collection rule says: which stream has which columns, and which table of which workspace it fills.
 * Pure; what is not served is refused by name, so that no rule is half obeyed in silence.
 */
import { type Static, Type } from 'typebox'
import { type Column, type ColumnType, STANDARD_COLUMNS, tableByName } from '#records'
import { ingestionError } from './errors.ts'

const Name = Type.String({ minLength: 1, maxLength: 260 })
const COLUMN_TYPES = {
  string: 'string',
  int: 'int',
  long: 'long',
  real: 'real',
  boolean: 'bool',
  datetime: 'datetime',
  dynamic: 'dynamic',
} as const satisfies Record<string, ColumnType>
type StreamType = keyof typeof COLUMN_TYPES

const DeclaredColumn = Type.Object({
  name: Name,
  type: Type.Union(Object.keys(COLUMN_TYPES).map(type => Type.Literal(type as StreamType))),
})

export const RuleProperties = Type.Object({
  description: Type.Optional(Type.String()),
  streamDeclarations: Type.Record(
    Name,
    Type.Object({ columns: Type.Array(DeclaredColumn, { maxItems: 500 }) }),
  ),
  destinations: Type.Object({
    logAnalytics: Type.Array(Type.Object({ workspaceResourceId: Name, name: Name }), { minItems: 1 }),
  }),
  dataFlows: Type.Array(
    Type.Object({
      streams: Type.Array(Name, { minItems: 1 }),
      destinations: Type.Array(Name, { minItems: 1, maxItems: 1 }),
      transformKql: Type.Optional(Type.String()),
      outputStream: Type.Optional(Name),
    }),
    { minItems: 1, maxItems: 20 },
  ),
})
export type RuleProperties = Static<typeof RuleProperties>

/** One stream and where its rows go. */
export interface Flow {
  readonly stream: string
  /** ARM id of the workspace as the rule spells it. */
  readonly workspace: string
  readonly table: string
  readonly columns: readonly Column[]
}

/** Throws ApiError 400 that names what is wrong. */
export function flowsOf(rule: RuleProperties): readonly Flow[] {
  return rule.dataFlows.flatMap(flow => {
    if ((flow.transformKql ?? 'source').trim() !== 'source') {
      throw ingestionError('NotSupported', { why: `transformKql '${flow.transformKql}'; only 'source' is.` })
    }
    const name = flow.destinations[0]
    const target = rule.destinations.logAnalytics.find(one => one.name === name)
    if (!target) throw invalid(`no destination is named '${name}'.`)
    return flow.streams.map(stream => ({
      stream,
      workspace: target.workspaceResourceId,
      table: tableOf(flow.outputStream ?? stream),
      columns: columnsOf(stream, rule),
    }))
  })
}

/** `Custom-<table>_CL`; the tables of Azure and of this product are written by what happens, not by callers. */
function tableOf(outputStream: string): string {
  const name = /^Custom-([A-Za-z]\w{0,59}_CL)$/.exec(outputStream)?.[1]
  if (name === undefined)
    throw invalid(`the output stream '${outputStream}' is not of the form Custom-<name>_CL.`)
  if (tableByName(name)) throw invalid(`the table ${name} is one of this server's own.`)
  return name
}

const COLUMN = /^[A-Za-z]\w{0,44}$/

function columnsOf(stream: string, { streamDeclarations }: RuleProperties): readonly Column[] {
  const declared = streamDeclarations[stream]
  if (!declared) throw invalid(`the stream '${stream}' is not declared.`)
  const names = new Set<string>()
  for (const { name } of declared.columns) {
    if (!COLUMN.test(name)) throw invalid(`'${name}' is no name of a column.`)
    if (names.has(name)) throw invalid(`the stream '${stream}' has two columns named ${name}.`)
    if (STANDARD_COLUMNS.has(name) && name !== 'TimeGenerated') {
      throw invalid(`the column ${name} is filled by the workspace.`)
    }
    names.add(name)
  }
  return declared.columns.map(({ name, type }) => ({ name, type: COLUMN_TYPES[type] }))
}

/** The columns of a table after a rule has named more. Throws ApiError 400 for a column of another type. */
export function withColumns(before: readonly Column[], added: readonly Column[]): readonly Column[] {
  const columns = new Map(before.map(column => [column.name, column]))
  for (const column of added.filter(({ name }) => name !== 'TimeGenerated')) {
    const known = columns.get(column.name)
    if (known && known.type !== column.type) {
      throw invalid(`the table has a column ${column.name} of type ${known.type}, not ${column.type}.`)
    }
    columns.set(column.name, column)
  }
  return [...columns.values()]
}

const invalid = (why: string) => ingestionError('InvalidRule', { why })
