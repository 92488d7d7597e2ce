import { expect, test } from 'vitest'
import { type Setup, whatIf } from './what-if.ts'

const setup = (change: Partial<Setup>): Setup => ({
  organizer: 'other',
  kind: 'acsUser',
  tenant: 'own',
  lobby: 'none',
  switches: {},
  ...change,
})
const outcomes = (change: Partial<Setup>) =>
  whatIf(setup(change)).verdicts.map(({ category, outcome }) => `${category} ${outcome}`)

test('the own guest is logged in a foreign meeting', () => {
  expect(outcomes({})).toEqual(['CallSummary emitted', 'CallDiagnostics emitted'])
})

test('a Microsoft 365 user of a foreign meeting is not, and the rule says so', () => {
  const { verdicts } = whatIf(setup({ kind: 'm365User', tenant: 'other' }))
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(['withheld', 'withheld'])
  expect(verdicts[0]?.rules).toContain('R12')
})

test('somebody turned away in the lobby leaves a summary and no diagnostics', () => {
  const { records } = whatIf(setup({ lobby: 'rejected' }))
  expect(records.map(({ category }) => category)).toEqual(['CallSummary'])
})

test('a switch changes the outcome', () => {
  expect(outcomes({ kind: 'phone' })[0]).toBe('CallSummary withheld')
  expect(outcomes({ kind: 'phone', switches: { phonesAndBots: 'always' } })[0]).toBe('CallSummary emitted')
})
