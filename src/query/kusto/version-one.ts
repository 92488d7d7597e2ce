/** Version 1 of the answer: bare tables, the last of them a table of contents. */
import type { KqlType } from '#query/kql'
import {
  type Asked,
  cellsOf,
  type Dataset,
  dotNetTypes,
  type ResultSet,
  resultsOf,
  visualizationOf,
} from './dataset.ts'

type Columns = Readonly<Record<string, KqlType>>

const STATUS: Columns = {
  Timestamp: 'datetime',
  Severity: 'int',
  SeverityName: 'string',
  StatusCode: 'int',
  StatusDescription: 'string',
  Count: 'int',
  RequestId: 'guid',
  ActivityId: 'guid',
  SubActivityId: 'guid',
  ClientActivityId: 'string',
}
const CONTENTS: Columns = {
  Ordinal: 'long',
  Kind: 'string',
  Name: 'string',
  Id: 'string',
  PrettyName: 'string',
}
const NO_ID = '00000000-0000-0000-0000-000000000000'

/** The answer to a query: the result, how to draw it, how it went, and what is where. */
export function queryAnswerV1(dataset: Dataset, asked: Asked): unknown {
  const results = resultsOf(dataset)
  const next = results.length
  const contents = [
    ...results.map((one, index) => [index, 'QueryResult', one.name ?? 'PrimaryResult', asked.activityId, '']),
    [next, 'QueryProperties', '@ExtendedProperties', NO_ID, ''],
    [next + 1, 'QueryStatus', 'QueryStatus', NO_ID, ''],
  ]
  return {
    Tables: [
      ...results.map(resultTable),
      table(`Table_${next}`, { Value: 'string' }, [[visualizationOf(dataset.render)]]),
      table(`Table_${next + 1}`, STATUS, statusRows(dataset, asked)),
      table(`Table_${next + 2}`, CONTENTS, contents),
    ],
    ...(dataset.cut !== undefined && { Exceptions: [dataset.cut] }),
  }
}

/** The answer to a management command: its one table. */
export const commandAnswerV1 = (dataset: Dataset): unknown => ({ Tables: [resultTable(dataset, 0)] })

const resultTable = (result: ResultSet, index: number) => ({
  TableName: `Table_${index}`,
  Columns: result.columns.map(({ name, type }) => column(name, type)),
  Rows: cellsOf(result),
})

const table = (name: string, columns: Columns, rows: readonly unknown[]) => ({
  TableName: name,
  Columns: Object.entries(columns).map(([column_, type]) => column(column_, type)),
  Rows: rows,
})

const column = (name: string, type: KqlType) => ({
  ColumnName: name,
  DataType: dotNetTypes[type],
  ColumnType: type,
})

function statusRows({ cut, statistics }: Dataset, { at, activityId, clientRequestId }: Asked): unknown[] {
  const ids = [1, activityId, activityId, NO_ID, clientRequestId]
  return [
    ...(cut === undefined
      ? [[at, 4, 'Info', 0, 'Query completed successfully', ...ids]]
      : [[at, 2, 'Error', -2133196797, cut, ...ids]]),
    ...(statistics ? [[at, 6, 'Stats', 0, JSON.stringify(statistics), ...ids]] : []),
  ]
}
