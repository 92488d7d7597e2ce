import { expect, test } from 'vitest'
import { readId } from './read-id.ts'

test.each([
  [' 8:acs:r_u ', ['8:acs:r_u', 'r_u', 'acs:r_u']],
  ['acs:r_u', ['acs:r_u', '8:acs:r_u']],
  ['8:orgid:o', ['8:orgid:o', 'o', 'orgid:o']],
  ['067199dd-6291-4943-98b0-5a39b66ee8d1', ['067199dd-6291-4943-98b0-5a39b66ee8d1']],
])('%s is known as %j', (pasted, spellings) => {
  expect(readId(pasted).spellings).toEqual(spellings)
})

test('a join link is known by its thread', () => {
  const link = 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_YTk3%40thread.v2/0?context=%7b%7d'
  expect(readId(link).spellings).toContain('19:meeting_YTk3@thread.v2')
})
