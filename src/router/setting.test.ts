import { expect, test } from 'vitest'
import { checkSetting, type DiagnosticSetting } from './setting.ts'
import { aSetting } from './testing/builders.ts'

const world = {
  others: [] as DiagnosticSetting[],
  hasDestination: (_: string, name: string) => name !== 'nowhere',
}
const category = (name: string) => ({ kind: 'category', category: name, enabled: true }) as const
const numbered = (count: number) =>
  Array.from({ length: count }, (_, n) => aSetting({ name: `s${n}`, destinations: { workspace: `w${n}` } }))

test('a setting with a destination and known categories is taken', () => {
  expect(() => checkSetting(aSetting(), world)).not.toThrow()
  expect(() => checkSetting(aSetting({ name: 'fifth' }), { ...world, others: numbered(4) })).not.toThrow()
})

const refused: readonly [string, Partial<DiagnosticSetting>, DiagnosticSetting[], number, RegExp][] = [
  ['no name', { name: ' ' }, [], 400, /name/],
  ['no destination', { destinations: {} }, [], 400, /at least one destination/],
  ['a destination that does not exist', { destinations: { storage: 'nowhere' } }, [], 400, /'nowhere'/],
  ['an unknown category', { logs: [category('CallSumary')] }, [], 400, /'CallSumary'/],
  ['an unknown group', { logs: [{ kind: 'group', group: 'some', enabled: true }] }, [], 400, /'some'/],
  [
    'a group beside single categories',
    { logs: [...aSetting().logs, category('CallSummary')] },
    [],
    400,
    /not both/,
  ],
  [
    'a metric category other than AllMetrics',
    { metrics: [{ category: 'Traffic', enabled: true }] },
    [],
    400,
    /Metric category 'Traffic'/,
  ],
  ['a sixth setting', { name: 'sixth' }, numbered(5), 409, /at most 5/],
  ['a category that another setting sends there', { name: 'again' }, [aSetting()], 409, /'everything'/],
]

test('two hubs are one sink when their authorization rule is the same, and two rules of one namespace are two', () => {
  const hub = (name: string, rule: string) =>
    aSetting({
      name,
      destinations: { eventHub: `namespace/${name}` },
      declared: { eventHubAuthorizationRuleId: rule },
    })
  const put = (rule: string) => () =>
    checkSetting(hub('second', rule), { ...world, others: [hub('first', 'a')] })
  expect(put('b')).not.toThrow()
  expect(put('a')).toThrow(
    expect.objectContaining({
      status: 409,
      message: expect.stringMatching(/^Data sink 'a' is already used in/),
    }),
  )
})

test.each(refused)('refused: %s', (_, change, others, status, message) => {
  const check = () => checkSetting(aSetting(change), { ...world, others })
  expect(check).toThrow(expect.objectContaining({ status, message: expect.stringMatching(message) }))
})
