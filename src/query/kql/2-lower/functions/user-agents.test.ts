/** The rules are uap-core's; what is proved here is how a rule becomes a result. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../../../../../tests/golden/kql/harness.ts'

let harness: Harness
beforeAll(() => {
  harness = createHarness()
})
afterAll(() => harness.close())

const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91'
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1.2 Mobile/15E148 Safari/604.1'

test('the groups of the first pattern that matches are family and versions, or what the rule has for them', () => {
  const { rows } = harness.run(
    `datatable(agent: string)['${EDGE}', '${PHONE}', 'anything', '']
     | serialize | extend parts = parse_user_agent(agent, dynamic(['browser', 'os', 'device'])) | project parts`,
  )
  const parsed = rows.map(([parts]) => JSON.parse(String(parts)) as unknown)
  const other = { Family: 'Other', MajorVersion: '', MinorVersion: '', Patch: '' }
  const nothing = {
    Browser: other,
    OperatingSystem: { ...other, PatchMinor: '' },
    Device: { Family: 'Other', Brand: '', Model: '' },
  }
  expect(parsed).toEqual([
    {
      Browser: { Family: 'Edge', MajorVersion: '120', MinorVersion: '0', Patch: '2210' },
      OperatingSystem: { Family: 'Windows', MajorVersion: '10', MinorVersion: '', Patch: '', PatchMinor: '' },
      Device: { Family: 'Other', Brand: '', Model: '' },
    },
    {
      Browser: { Family: 'Mobile Safari', MajorVersion: '17', MinorVersion: '1', Patch: '2' },
      OperatingSystem: { Family: 'iOS', MajorVersion: '17', MinorVersion: '1', Patch: '2', PatchMinor: '' },
      Device: { Family: 'iPhone', Brand: 'Apple', Model: 'iPhone' },
    },
    nothing,
    nothing,
  ])
})

test('only what is asked for is looked for, and nothing else is known', () => {
  const { rows } = harness.run(`print parse_user_agent('${PHONE}', 'OS')`)
  expect(Object.keys(JSON.parse(String(rows[0]?.[0])) as object)).toEqual(['OperatingSystem'])
  expect(harness.compile("print parse_user_agent('', 'cpu')").kind).toBe('refused')
})
