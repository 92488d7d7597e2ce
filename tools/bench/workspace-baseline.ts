/**
 * The engine's own bulk insert: chDB alone in its process, ready-made batches, the same table. Prints rows a second.
 * Usage: node workspace-baseline.ts <store> <batches>
 */
import { Session } from 'chdb'
import { tableByName } from '#records'
import { rowEncoder } from '../../src/workspace/rows/encode-rows.ts'
import { physicalTable } from '../../src/workspace/tables/physical-table.ts'
import { createTableSql } from '../../src/workspace/tables/table-sql.ts'
import { BENCH_TABLE, BENCH_WORKSPACE, benchRows, ROWS_A_BATCH } from './workspace-rows.ts'

const [, , path, count] = process.argv
const vocabulary = tableByName(BENCH_TABLE)
if (!path || !vocabulary) throw new Error('usage: workspace-baseline.ts <store> <batches>')
const table = physicalTable(vocabulary, BENCH_WORKSPACE)
const encoder = rowEncoder(table)
const batches = Array.from({ length: Number(count) }, (_, i) =>
  encoder.encode(benchRows(i), '2026-01-15T00:00:00.0000000Z'),
)

const session = new Session(path)
await session.queryAsync('CREATE DATABASE IF NOT EXISTS bulk')
await session.queryAsync(createTableSql('bulk', table, 3650))
const started = performance.now()
for (const values of batches) {
  await session.insert({
    table: `bulk.${BENCH_TABLE}`,
    columns: encoder.columns,
    values,
    format: 'TSV',
    settings: { async_insert: 0 },
  })
}
console.log((batches.length * ROWS_A_BATCH) / ((performance.now() - started) / 1000))
session.close()
