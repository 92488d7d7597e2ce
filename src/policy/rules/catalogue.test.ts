/** The rules as data: complete, and tied to the switches that change them. */
import { expect, test } from 'vitest'
import { switchTable } from '../switches.ts'
import { rules } from './catalogue.ts'

test('R1–R52, A1–A15 and T1–T10 are there, each once and in order', () => {
  const numbers = (letter: string, last: number) =>
    Array.from({ length: last }, (_, index) => `${letter}${index + 1}`)
  expect(rules.map(rule => rule.id)).toEqual([...numbers('R', 52), ...numbers('A', 15), ...numbers('T', 10)])
})

test('every switch is named by the question it answers, and by no rule that is not a reading', () => {
  for (const [name, { answers }] of Object.entries(switchTable))
    expect(rules.find(rule => rule.id === answers)?.switches).toContain(name)
  const settled = rules.filter(rule => rule.switches && !rule.reading).map(rule => rule.id)
  // Printed as it stands, but earlier texts of the same document said otherwise (A14).
  expect(settled).toEqual(['R12'])
})

test('every rule says its sentence', () => {
  for (const { title, sources } of rules) {
    expect(title).toMatch(/^[A-Z].*\.$/)
    expect(sources.length).toBeGreaterThan(0)
  }
})
