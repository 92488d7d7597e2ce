import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '#base'
import { envelopeOf, fromEnvelope, toEnvelope } from './envelope.ts'
import { redacted, shown } from './field.ts'
import { documentedRecords } from './fixtures/generated/documented-records.ts'
import { sameRecord } from './fixtures/normalise.ts'
import { armId, ruleId } from './ids.ts'
import type { Row } from './record.ts'
import type { ColumnType } from './schema.ts'
import { tableOfCategory } from './tables.ts'

const isOfType: Readonly<Record<ColumnType, (value: Json) => boolean>> = {
  string: value => typeof value === 'string',
  guid: value => typeof value === 'string',
  timespan: value => typeof value === 'string',
  int: Number.isInteger,
  long: Number.isInteger,
  real: Number.isFinite,
  decimal: Number.isFinite,
  bool: value => typeof value === 'boolean',
  datetime: value => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  dynamic: () => true,
}

function read(record: JsonObject, category?: string) {
  const result = fromEnvelope(record, category)
  if (!result) throw new Error('not a record of a known category')
  return result
}

describe.each(documentedRecords)('documented record $id', ({ category, record }) => {
  const { row, unmapped, category: found } = read(record, category)

  test('finds its category, and a column for every name', () => {
    expect(found).toBe(category)
    expect(unmapped).toEqual([])
  })

  test('has only cells of the types of its table', () => {
    const types = new Map(tableOfCategory(category)?.columns.map(column => [column.name, column.type]))
    const wrong = Object.entries(row).filter(([column, value]) => {
      const type = types.get(column)
      return !type || (value !== null && !isOfType[type](value))
    })
    expect(wrong).toEqual([])
  })

  test('comes out of the round trip saying the same', () => {
    const { operationname, operationversion, ...rest } = sameRecord(toEnvelope(category, row))
    // The two that a category may fix are written also where the printed record omits them.
    expect({ ...rest, operationname, operationversion }).toEqual({
      operationname,
      operationversion,
      ...sameRecord(record),
    })
  })
})

test('a record without category is known by its container', () => {
  const rooms = documentedRecords.find(({ id }) => id === 'rooms-create')
  expect(fromEnvelope(rooms?.record ?? {})).toBeUndefined()
  expect(fromEnvelope(rooms?.record ?? {}, 'roomsoperational')?.category).toBe('RoomsOperational')
})

test('call summaries are written with the spellings, the quoted numbers and the upper-case resource of the documents', () => {
  const row: Row = {
    TimeGenerated: '2026-01-15T09:00:00.0000000Z',
    _ResourceId: '/subscriptions/s/resourcegroups/g',
    CorrelationId: 'c',
    CallDuration: 6,
    ParticipantDuration: 5,
    ParticipantId: null,
    OsVersion: 'Redacted',
    ParticipantEndSubCode: '5854',
    TPE: false,
  }
  expect(toEnvelope('CallSummary', row)).toEqual({
    time: '2026-01-15T09:00:00.0000000Z',
    resourceId: '/SUBSCRIPTIONS/S/RESOURCEGROUPS/G',
    operationName: 'CallSummary',
    operationVersion: '1.0',
    category: 'CallSummary',
    correlationId: 'c',
    properties: {
      callDuration: 6,
      participantDuration: '5',
      participantId: null,
      osVersion: 'Redacted',
      ParticipantEndSubCode: '5854',
      TPE: false,
    },
  })
})

test('surveys have their top level in Pascal case', () => {
  const record = toEnvelope('CallSurvey', { TimeGenerated: 't', CorrelationId: 'c', SurveyId: 's' })
  expect(record).toEqual({
    TimeGenerated: 't',
    OperationName: 'CallSurvey',
    OperationVersion: '0.0',
    CorrelationId: 'c',
    Category: 'CallSurvey',
    properties: { SurveyId: 's' },
  })
})

test('A13: an unknown value is JSON null, or the text null where that is wanted', () => {
  const row: Row = { TimeGenerated: 't', Identifier: null }
  expect(toEnvelope('CallDiagnostics', row)).toMatchObject({ properties: { identifier: null } })
  const asText = toEnvelope('CallDiagnostics', row, { nullAsText: true })
  expect(asText).toMatchObject({ properties: { identifier: 'null' } })
})

test('R20: withheld, unknown and empty stay apart on the wire', () => {
  const record = envelopeOf({
    id: 'r1',
    category: 'CallSummary',
    resource: armId('/subscriptions/s'),
    time: Date.UTC(2026, 0, 15),
    fields: {
      OsVersion: redacted(ruleId('R21')),
      SdkVersion: shown<Json>(null),
      DiagnosticOptions: shown(''),
    },
    rules: [],
  })
  expect(record).toMatchObject({
    time: '2026-01-15T00:00:00.0000000Z',
    resourceId: '/SUBSCRIPTIONS/S',
    properties: { osVersion: 'Redacted', sdkVersion: null, DiagnosticOptions: '' },
  })
})

test('a value that does not fit its column becomes null and the record stays', () => {
  const { row } = read({
    category: 'CallDiagnostics',
    time: 'yesterday',
    properties: { streamId: 'many', jitterAvg: '1.9', packetLossRateAvg: '', TPE: 'perhaps' },
  })
  expect(row).toEqual({
    Category: 'CallDiagnostics',
    TimeGenerated: null,
    StreamId: null,
    JitterAvg: 1,
    PacketLossRateAvg: null,
    TPE: null,
  })
})

test('a number too large for its column is unknown, a chat message id is not too large', () => {
  const jitterAvg = '3000000000'
  expect(read({ category: 'CallDiagnostics', properties: { jitterAvg } }).row.JitterAvg).toBeNull()
  const ChatMessageId = 1_700_000_000_000
  expect(read({ category: 'ChatOperational', properties: { ChatMessageId } }).row).toMatchObject({
    ChatMessageId,
  })
})

test('names match without case, also with blanks; unknown ones are reported; properties may be text', () => {
  const read1 = read({
    CATEGORY: 'usage',
    'Operation Name': 'Usage',
    properties: '{"Record ID":"r","usagetype":"Audio","Colour":"red"}',
  })
  expect(read1.row).toMatchObject({ OperationName: 'Usage', RecordId: 'r', UsageType: 'Audio' })
  expect(read1.unmapped).toEqual(['Colour'])
})

test('R47: endpoint types of older records get their present spelling', () => {
  const types = ['VOIP', 'BOT', 'pstn', 'Toaster'].map(
    endpointType => read({ category: 'CallSummary', properties: { endpointType } }).row.EndpointType,
  )
  expect(types).toEqual(['VoIP', 'Bot', 'PSTN', 'Toaster'])
})

test('the resource is lower case with a leading slash in tables, and gives the subscription', () => {
  const { row } = read({ category: 'CallSummary', resourceId: 'SUBSCRIPTIONS/AB-1/RESOURCEGROUPS/G' })
  expect(row).toMatchObject({ _ResourceId: '/subscriptions/ab-1/resourcegroups/g', _SubscriptionId: 'ab-1' })
})

test('tables of ours have an envelope too', () => {
  const row: Row = { TimeGenerated: '2026-01-15', _ResourceId: '/r', CorrelationId: 'c', Rules: ['R21'] }
  const record = toEnvelope('AnteroomVerdicts_CL', row)
  expect(record).toEqual({
    time: '2026-01-15',
    resourceId: '/R',
    operationName: 'AnteroomVerdicts_CL',
    category: 'AnteroomVerdicts_CL',
    properties: { CorrelationId: 'c', Rules: ['R21'] },
  })
  expect(read(record).row).toMatchObject(row)
})

test('a category without a table is no envelope', () => {
  expect(() => toEnvelope('CallClientMediaStatsCompressedTimeSeries', {})).toThrow('no table')
  expect(fromEnvelope({ category: 'Toasting' })).toBeUndefined()
})

test('invariant 10: whatever a file or hub holds, reading it gives cells of the right types or null', () => {
  const names = [
    'resourceId',
    'time',
    'callDuration',
    'TPE',
    'endpointType',
    'constructor',
    '__proto__',
    'Properties',
  ]
  const bag = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.jsonValue())
  const types = new Map(tableOfCategory('CallSummary')?.columns.map(column => [column.name, column.type]))
  fc.assert(
    fc.property(bag, fc.oneof(bag, fc.jsonValue()), (top, properties) => {
      const { row } = read(JSON.parse(JSON.stringify({ ...top, properties })), 'CallSummary')
      for (const [column, value] of Object.entries(row)) {
        const type = types.get(column) ?? 'bool'
        expect(value === null || isOfType[type](value)).toBe(true)
      }
    }),
  )
})
