/** Version 1 of the answer: bare tables, the last of them a table of contents. */
import type { KqlType } from '#query/kql'
import { type Asked, cellsOf, type Dataset, dotNetTypes, visualizationOf } from './dataset.ts'

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
  const contents = [
    [0, 'QueryResult', 'PrimaryResult', asked.activityId, ''],
    [1, 'QueryProperties', '@ExtendedProperties', NO_ID, ''],
    [2, 'QueryStatus', 'QueryStatus', NO_ID, ''],
  ]
  return {
    Tables: [
      resultTable(dataset),
      table('Table_1', { Value: 'string' }, [[visualizationOf(dataset.render)]]),
      table('Table_2', STATUS, statusRows(dataset, asked)),
      table('Table_3', CONTENTS, contents),
    ],
    ...(dataset.cut !== undefined && { Exceptions: [dataset.cut] }),
  }
}

/** The answer to a management command: its one table. */
export const commandAnswerV1 = (dataset: Dataset): unknown => ({ Tables: [resultTable(dataset)] })

const resultTable = (dataset: Dataset) => ({
  TableName: 'Table_0',
  Columns: dataset.columns.map(({ name, type }) => column(name, type)),
  Rows: cellsOf(dataset),
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
