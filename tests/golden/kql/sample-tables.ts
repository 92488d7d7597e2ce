/** Two small tables of calls and their streams, for the golden queries. */
import type { TableSchema } from '#query/kql'

interface SampleTable {
  readonly schema: TableSchema
  readonly rows: readonly (readonly unknown[])[]
}

const calls: SampleTable = {
  schema: {
    name: 'Calls',
    columns: [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'CorrelationId', type: 'string' },
      { name: 'Participant', type: 'string' },
      { name: 'Duration', type: 'long' },
      { name: 'EndCode', type: 'int' },
      { name: 'Details', type: 'dynamic' },
      { name: '_ResourceId', type: 'string', hidden: true },
    ],
  },
  rows: [
    ['2024-06-15 08:00:00.1234567', 'c1', 'Ada_guest', 120, 0, '{"codec":"opus","hops":[1,2,3]}', '/r/1'],
    ['2024-06-15 08:30:00.0000000', 'c1', 'Bo', 90, 408, '{"codec":"g722","hops":[]}', '/r/1'],
    ['2024-06-15 09:10:00.0000000', 'c2', 'ada.guest', null, 487, null, '/r/1'],
    ['2024-06-16 09:00:00.0000000', 'c3', '', 30, null, '{"codec":"opus","lobby":{"wait":12}}', '/r/2'],
  ],
}

const streams: SampleTable = {
  schema: {
    name: 'Streams',
    columns: [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'CorrelationId', type: 'string' },
      { name: 'MediaType', type: 'string' },
      { name: 'JitterAvg', type: 'real' },
    ],
  },
  rows: [
    ['2024-06-15 08:00:10.0000000', 'c1', 'Audio', 4.5],
    ['2024-06-15 08:00:20.0000000', 'c1', 'Video', 11.25],
    ['2024-06-15 09:10:10.0000000', 'c2', 'Audio', null],
    ['2024-06-17 00:00:00.0000000', 'c9', 'Audio', 1],
  ],
}

export const sampleTables: readonly SampleTable[] = [calls, streams]
