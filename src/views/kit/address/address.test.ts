import { expect, test } from 'vitest'
import { addressOf, changed, choice, flag, list, text, valuesOf } from './address.ts'

const shape = { kql: text(), range: choice(['1h', '24h'], '24h'), live: flag(), pick: list() }

test('what is absent, misspelt or empty reads as its fallback', () => {
  expect(valuesOf(shape, '?range=never')).toEqual({ kql: '', range: '24h', live: false, pick: [] })
})

test('what is printed reads back the same, commas and all', () => {
  const values = { kql: 'T | take 1 & more', range: '1h', live: true, pick: ['a,b', 'c'] } as const
  expect(valuesOf(shape, changed(shape, '', values))).toEqual(values)
})

test('a change leaves other parameters alone and drops what equals the fallback', () => {
  expect(changed(shape, '?zone=utc&kql=T', { kql: '', live: true })).toBe('?zone=utc&live=yes')
})

test('an address leaves out what is undefined', () => {
  expect(addressOf('/portal/logs', { kql: 'T', range: undefined })).toBe('/portal/logs?kql=T')
})
