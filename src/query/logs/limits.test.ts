import { expect, test } from 'vitest'
import { limitsOf, setStatements } from './limits.ts'

const MIB = 1024 * 1024

test('without options the limits are those of the service', () => {
  expect(limitsOf('print 1')).toEqual({
    timeoutMs: 180_000,
    maxRows: 500_000,
    maxBytes: 100 * MIB,
    maxMemoryBytes: 4096 * MIB,
  })
})

test.each([
  ['set truncationmaxrecords = 10; print 1', { maxRows: 10 }],
  ['set truncationmaxsize=1048576;print 1', { maxBytes: MIB }],
  ['set notruncation; print 1', { maxRows: 5_000_000, maxBytes: 256 * MIB }],
  ['set notruncation = false; print 1', { maxRows: 500_000 }],
  [
    '// why\nSET servertimeout = time(00:00:30);\nset query_take_max_records=5; print 1',
    { timeoutMs: 30_000, takeRows: 5 },
  ],
  ['set servertimeout = 90s; print 1', { timeoutMs: 90_000 }],
  ['set servertimeout = 1d; print 1', { timeoutMs: 600_000 }],
  ['set truncationmaxrecords = -5; print 1', { maxRows: 500_000 }],
  ['set truncationmaxrecords = 9999999999; print 1', { maxRows: 5_000_000 }],
  ['set constructor = 5; set somethingelse; print 1', { maxRows: 500_000 }],
])('%s', (text, expected) => {
  expect(limitsOf(text)).toMatchObject(expected)
})

test('the text has the last word over the request, and the request over what it waits', () => {
  expect(limitsOf('print 1', { servertimeout: '00:01:00.000' }, 10)).toMatchObject({ timeoutMs: 60_000 })
  expect(limitsOf('set servertimeout=5s; print 1', { servertimeout: '00:01:00' })).toMatchObject({
    timeoutMs: 5000,
  })
})

test('only statements at the head of the text count', () => {
  expect(setStatements('let s = "; set notruncation;"; print s')).toEqual([])
})
