import { expect, test } from 'vitest'
import { agoText, countText, lengthText, numberText, shareText } from './lengths.ts'

test.each([
  [0, '0 s'],
  [0.25, '250 ms'],
  [65, '1 min 05 s'],
  [3720, '1 h 02 min'],
  [null, '—'],
])('%s seconds read %s', (seconds, text) => {
  expect(lengthText(seconds)).toBe(text)
})

test('shares are percent with one digit, numbers have separators', () => {
  expect(shareText(0.0345)).toBe('3.5 %')
  expect(numberText(12345.6789)).toBe('12,345.679')
})

test.each([
  [1, 'stays in lobbies', '1 stay in lobbies'],
  [1, 'past meetings', '1 past meeting'],
  [1, 'Success by scenario', '1 Success by scenario'],
  [0, 'alerts', '0 alerts'],
  [1200, 'rows', '1,200 rows'],
])('%s %s read %s', (count, words, text) => {
  expect(countText(count, words)).toBe(text)
})

test('ages are told in the largest whole unit', () => {
  expect(agoText(0, 7_200_000)).toBe('2 h ago')
  expect(agoText(0, 1000)).toBe('just now')
})
