/** Completeness against the collected facts; they are not part of the repository, so without them this is skipped. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readFacts } from '../../tools/generate-records/facts.ts'
import { surfaceOfRecords } from '../../tools/generate-records/surface.ts'
import { recordModules, stalePaths } from '../../tools/generate-records.ts'
import { endCode } from './end-codes.ts'
import { metricByName } from './metrics.ts'
import { tableByName } from './tables.ts'

const FACTS = '../shared/facts'
const hasFacts = existsSync(FACTS)

describe.skipIf(!hasFacts)(`against ${FACTS} (skipped where the facts are absent)`, () => {
  test('the checked-in data is what the facts give', () => {
    expect(stalePaths(recordModules(FACTS))).toEqual([])
  })

  test('the same facts give the same text', () => {
    expect(recordModules(FACTS)).toEqual(recordModules(FACTS))
  })

  test('invariant 4: every column of every documented table exists with its type', () => {
    const documented = readFacts(FACTS).tables.tables.flatMap(table =>
      table.columns.map(column => ({ table: table.name, name: column.name, type: column.type })),
    )
    const missing = documented.filter(
      ({ table, name, type }) =>
        tableByName(table)?.columns.find(column => column.name === name)?.type !== type,
    )
    expect(missing).toEqual([])
    expect(documented).toHaveLength(751)
  })

  test('every metric operation and every end code is there', () => {
    const { metrics, codes } = readFacts(FACTS)
    const operations = metrics.metrics.flatMap(metric =>
      metric.operations.map(({ name }) => [metric.name, name]),
    )
    expect(
      operations.filter(([metric = '', name = '']) => !metricByName(metric)?.operations.includes(name)),
    ).toEqual([])
    const lost = codes.codes.filter(
      fact => endCode(fact.code, fact.subCode).category !== (fact.resultCategory ?? undefined),
    )
    expect(lost).toEqual([])
  })
})

test('docs/surface/records.md lists the tables as they are', async () => {
  expect(readFileSync('docs/surface/records.md', 'utf8')).toBe(await surfaceOfRecords())
})
