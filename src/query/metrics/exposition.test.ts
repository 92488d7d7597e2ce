import { expect, test } from 'vitest'
import { expositionOf } from './exposition.ts'

test('families are printed in the text format, with what would break a line escaped', () => {
  const text = expositionOf([
    {
      name: 'anteroom_operations_total',
      help: 'Requests,\nby outcome',
      type: 'counter',
      samples: [{ labels: { operation: 'Create"Token\\', status: '200' }, value: 3 }],
    },
    {
      name: 'anteroom_calls',
      help: 'Calls going on',
      type: 'gauge',
      samples: [{ value: Number.POSITIVE_INFINITY }],
    },
    { name: 'anteroom_none', help: 'Nothing yet', type: 'gauge', samples: [] },
  ])
  expect(text).toBe(`# HELP anteroom_operations_total Requests,\\nby outcome
# TYPE anteroom_operations_total counter
anteroom_operations_total{operation="Create\\"Token\\\\",status="200"} 3
# HELP anteroom_calls Calls going on
# TYPE anteroom_calls gauge
anteroom_calls +Inf
# HELP anteroom_none Nothing yet
# TYPE anteroom_none gauge
`)
})
