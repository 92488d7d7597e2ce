import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { endWords } from './end-words.ts'
import { issuesOf, issueText, MEDIUMS, noAnswers, surveyOf, toggled } from './shape-survey.ts'

describe('every end that the server can give has words of its own', () => {
  const text = readFileSync('src/sources/meetings/decisions/ends.ts', 'utf8')
  const pairs = [...text.matchAll(/: end\((\d+), (\d+), /g)].map(([, code, subCode]) => [
    Number(code),
    Number(subCode),
  ])
  /** Nobody rings here; and nobody reads how it ended after the page was closed. */
  const RINGING = [480, 487, 603]
  const CLOSED = 4521
  test.each(pairs.filter(([code, subCode]) => !RINGING.includes(code ?? 0) && subCode !== CLOSED))(
    '%i/%i',
    (code = 0, subCode = 0) => {
      expect(endWords({ code, subCode }).title).not.toMatch(/^The call (has ended|broke off)$/)
    },
  )
  test('the table was read', () => expect(pairs.length).toBeGreaterThan(20))
})

test('a pair that nobody has words for says what the documents say', () => {
  const { title, text } = endWords({ code: 408, subCode: 10057 })
  expect(title).toBe('The call broke off')
  expect(text.length).toBeGreaterThan(10)
})

test('names of issues read as words', () => {
  expect(issueText('NoRemoteAudio')).toBe('No remote audio')
  for (const medium of MEDIUMS) expect(issuesOf(medium).length).toBeGreaterThan(3)
})

test('the stars rate the whole, issues belong to their medium, what was not said is left out', () => {
  const one = toggled({ ...noAnswers, stars: 3 }, 'audio', 'Echo')
  const two = toggled(one, 'video', 'Freezes')
  expect(surveyOf(toggled(two, 'video', 'Freezes'))).toEqual({
    overall: { score: 3 },
    audio: { issues: ['Echo'] },
  })
})
