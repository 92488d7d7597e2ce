import { expect, test } from 'vitest'
import { readSearch } from './read-search.ts'

const RESOURCE = 'ac500000-0000-4000-8000-0000000000c1'

test.each([
  ['olivia', []],
  [`8:acs:${RESOURCE}_u1`, [`8:acs:${RESOURCE}_u1`]],
  [`acs:${RESOURCE}_u1`, [`8:acs:${RESOURCE}_u1`]],
  [`${RESOURCE}_u1`, [`8:acs:${RESOURCE}_u1`]],
  ['C0117050-0000-4000-8000-0000000000A1', ['8:orgid:c0117050-0000-4000-8000-0000000000a1']],
  ['+1 (425) 555-0123', ['4:+14255550123']],
  ['4255550123', ['4:+4255550123']],
  ['8:teamsvisitor:abc', ['8:teamsvisitor:abc']],
])('%s is of %j', (text, rawIds) => {
  expect(readSearch(text).rawIds).toEqual(rawIds)
})

test.each([
  ['19:meeting_abc@thread.v2'],
  [
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%7d',
  ],
  ['https://teams.microsoft.com/l/meetup-join/19%253ameeting_abc%2540thread.v2/0'],
  ['  19%3Ameeting_abc%40thread.v2 '],
])('%s names the thread', text => {
  expect(readSearch(text).ids).toContain('19:meeting_abc@thread.v2')
})

test('text that is no good encoding is taken as it is, and is bounded', () => {
  expect(readSearch('%E0%A4%A').ids).toEqual(['%E0%A4%A'])
  expect(readSearch('x'.repeat(5000)).text).toHaveLength(2048)
})
