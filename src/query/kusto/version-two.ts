/** Version 2 of the answer: an array of frames, whole tables only. */
import type { KqlType } from '#query/kql'
import { type Asked, cellsOf, type Dataset, resultsOf, visualizationOf } from './dataset.ts'
import { cutError } from './errors.ts'

type Columns = Readonly<Record<string, KqlType>>

const PROPERTIES: Columns = { TableId: 'int', Key: 'string', Value: 'dynamic' }
const COMPLETION: Columns = {
  Timestamp: 'datetime',
  ClientRequestId: 'string',
  ActivityId: 'guid',
  SubActivityId: 'guid',
  ParentActivityId: 'guid',
  Level: 'int',
  LevelName: 'string',
  StatusCode: 'int',
  StatusCodeName: 'string',
  EventType: 'int',
  EventTypeName: 'string',
  Payload: 'string',
}

export function queryAnswerV2(dataset: Dataset, asked: Asked): unknown {
  const { cut } = dataset
  const results = resultsOf(dataset)
  return [
    { FrameType: 'DataSetHeader', IsProgressive: false, Version: 'v2.0' },
    frame(0, 'QueryProperties', {
      name: '@ExtendedProperties',
      columns: PROPERTIES,
      rows: results.map(({ render }, index) => [index + 1, 'Visualization', visualizationOf(render)]),
    }),
    ...results.map((result, index) => ({
      FrameType: 'DataTable',
      TableId: index + 1,
      TableKind: 'PrimaryResult',
      TableName: result.name ?? 'PrimaryResult',
      Columns: result.columns.map(({ name, type }) => ({ ColumnName: name, ColumnType: type })),
      Rows: cellsOf(result),
    })),
    frame(results.length + 1, 'QueryCompletionInformation', {
      name: 'QueryCompletionInformation',
      columns: COMPLETION,
      rows: completionRows(dataset, asked),
    }),
    {
      FrameType: 'DataSetCompletion',
      HasErrors: cut !== undefined,
      Cancelled: false,
      ...(cut !== undefined && { OneApiErrors: [cutError(cut, asked.clientRequestId)] }),
    },
  ]
}

interface Contents {
  readonly name: string
  readonly columns: Columns
  readonly rows: readonly unknown[]
}

const frame = (id: number, kind: string, { name, columns, rows }: Contents) => ({
  FrameType: 'DataTable',
  TableId: id,
  TableKind: kind,
  TableName: name,
  Columns: Object.entries(columns).map(([column, type]) => ({ ColumnName: column, ColumnType: type })),
  Rows: rows,
})

function completionRows({ cut, statistics }: Dataset, { at, activityId, clientRequestId }: Asked): unknown[] {
  const ids = [at, clientRequestId, activityId, activityId, activityId]
  const info = { Count: 1, Text: 'Query completed successfully' }
  return [
    ...(cut === undefined ? [[...ids, 4, 'Info', 0, 'S_OK (0)', 4, 'QueryInfo', JSON.stringify(info)]] : []),
    ...(statistics
      ? [[...ids, 6, 'Stats', 0, 'S_OK (0)', 0, 'QueryResourceConsumption', JSON.stringify(statistics)]]
      : []),
  ]
}
