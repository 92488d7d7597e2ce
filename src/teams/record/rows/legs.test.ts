/** Both directions of a connection count together. */
import { expect, test } from 'vitest'
import { type Field, shown } from '#records'
import { withLegs } from './legs.ts'

const row = (participant: string, grade: string, more: Readonly<Record<string, string>> = {}) => {
  const cells = {
    ParticipantId: participant,
    MediaType: 'Audio',
    Classification: grade,
    SessionType: 'Conf',
    ...more,
  }
  return Object.fromEntries(
    Object.entries(cells).map(([name, value]): [string, Field] => [name, shown(value)]),
  )
}

const legsOf = (rows: Parameters<typeof withLegs>[0]) =>
  withLegs(rows).map(({ LegClassification: field }) => (field?.kind === 'shown' ? field.value : undefined))

test.each([
  ['Poor', 'Good', 'Poor'],
  ['Poor', 'Unclassified', 'Poor'],
  ['Good', 'Unclassified', 'Good'],
  ['Good', 'Good', 'Good'],
  ['Unclassified', 'Unclassified', 'Unclassified'],
])('%s and %s are %s', (one, other, both) => {
  expect(legsOf([row('a', one), row('a', other)])).toEqual([both, both])
})

test('connections are judged apart, and video not at all', () => {
  const video = row('a', 'Poor', { MediaType: 'Video' })
  expect(legsOf([row('a', 'Good'), row('b', 'Poor'), video])).toEqual(['Good', 'Poor', undefined])
})

test('a direct call is one connection', () => {
  const direct = { SessionType: 'P2P' }
  expect(legsOf([row('a', 'Poor', direct), row('b', 'Good', direct)])).toEqual(['Poor', 'Poor'])
})
