import { describe, expect, test } from 'vitest'
import { categories, categoryByName } from './categories.ts'
import { envelopes } from './generated/envelopes.ts'
import { tableByName, tableOfCategory, tables } from './tables.ts'

const live = tables.filter(table => table.origin === 'azure' && !table.retired)
const columnsOf = (name: string) => tableByName(name)?.columns ?? []

test('there are the 28 live tables of Azure, two retired ones, five of ours and seven of the Teams side', () => {
  expect(live).toHaveLength(28)
  expect(tables.filter(table => table.retired).map(table => table.name)).toEqual([
    'ACSNetworkTraversalIncomingOperations',
    'ACSNetworkTraversalDiagnostics',
  ])
  expect(tables.filter(table => table.origin === 'house').map(table => table.name)).toEqual([
    'AnteroomVerdicts_CL',
    'AnteroomDeliveries_CL',
    'AnteroomOperationMetrics_CL',
    'AnteroomLobbyVisits_CL',
    'AnteroomAlerts_CL',
    'AnteroomTeamsSessions_CL',
    'AnteroomTeamsStreams_CL',
    'AnteroomTeamsPersons_CL',
    'AnteroomTeamsFeedback_CL',
    'AnteroomTeamsReplaced_CL',
    'AnteroomTeamsNetworks_CL',
    'AnteroomTeamsMachines_CL',
  ])
})

describe.each(tables)('$name', table => {
  test('has its columns once, a time, and the three hidden ones of every row', () => {
    const names = table.columns.map(column => column.name)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('TimeGenerated')
    expect(table.columns.filter(column => column.hidden).map(({ name, type }) => [name, type])).toEqual([
      ['_ItemId', 'string'],
      ['_TimeReceived', 'datetime'],
      ['_Verdict', 'dynamic'],
    ])
  })

  test('is named as ours exactly when it is', () => {
    expect(table.name.endsWith('_CL')).toBe(table.origin === 'house')
  })
})

test('what the workspace fills is marked, what the author of a record fills is not', () => {
  const standard = columnsOf('ACSCallSummary').filter(column => column.standard && !column.hidden)
  expect(standard.map(column => column.name)).toEqual([
    'TenantId',
    'TimeGenerated',
    'SourceSystem',
    'Type',
    '_IsBillable',
    '_BilledSize',
    '_ResourceId',
    '_SubscriptionId',
  ])
})

test('every category with a table finds it, and every envelope column exists there with the same type', () => {
  expect(categories.filter(category => category.table === undefined).map(category => category.name)).toEqual([
    'CallClientMediaStatsCompressedTimeSeries',
  ])
  const astray = categories.filter(({ name, table }) => tableOfCategory(name)?.name !== table)
  expect(astray).toEqual([])
  const wrong = envelopes.flatMap(({ category, fields }) =>
    fields.filter(field => {
      const column = 'column' in field ? field.column : undefined
      const found = tableOfCategory(category)?.columns.find(candidate => candidate.name === column)
      return column !== undefined && found?.type !== field.type
    }),
  )
  expect(wrong).toEqual([])
})

test('every column that an author fills has its place in the envelope', () => {
  const homeless = envelopes.flatMap(({ category, fields }) => {
    const placed = new Set<string>(fields.flatMap(field => ('column' in field ? [field.column] : [])))
    const own = tableOfCategory(category)?.columns.filter(column => !column.standard) ?? []
    return own.filter(column => !placed.has(column.name)).map(column => `${category}.${column.name}`)
  })
  expect(homeless).toEqual([])
})

test('categories are found without case, tables only by their exact name, ours are their own category', () => {
  expect(categoryByName('callsummary')?.table).toBe('ACSCallSummary')
  expect(tableByName('acscallsummary')).toBeUndefined()
  expect(tableOfCategory('AnteroomVerdicts_CL')?.origin).toBe('house')
  expect(tableOfCategory('toString')).toBeUndefined()
})
