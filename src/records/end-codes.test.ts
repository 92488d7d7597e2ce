import { expect, test } from 'vitest'
import { ENDED, endCode, endCodes } from './end-codes.ts'
import { resultCategories } from './enumerations.ts'

test('R49: the endings of a lobby are successes', () => {
  const codes = [ENDED.rejectedInLobby, ENDED.lobbyTimedOut].map(({ code, subCode }) =>
    endCode(code, subCode),
  )
  expect(codes.map(({ code, subCode, category }) => ({ code, subCode, category }))).toEqual([
    { code: 0, subCode: 5854, category: 'Success' },
    { code: 0, subCode: 5855, category: 'Success' },
  ])
})

test.each(Object.entries(ENDED))('the ending "%s" is a documented one', (_, { code, subCode }) => {
  expect(endCodes).toContainEqual(expect.objectContaining({ code, subCode }))
})

test('a sub code shared by several codes is told apart by its code', () => {
  expect([0, 487, 603].map(code => endCode(code, 0).message)).toEqual([
    'Ended normally by the local participant',
    'Caller cancelled',
    'Callee declined',
  ])
})

test('every documented pair has a text and, if any, one of the four categories', () => {
  const wrong = endCodes.filter(
    ({ message, category }) => !message || (category && !resultCategories.includes(category)),
  )
  expect(wrong).toEqual([])
  expect(endCodes.length).toBeGreaterThan(500)
})

test('a listed pair without documented category has none', () => {
  expect(endCode(487, 4501)).not.toHaveProperty('category')
})

test('a known sub code under another code keeps its meaning', () => {
  expect(endCode(599, 5854)).toEqual({ ...endCode(0, 5854), code: 599 })
})

test('sub codes of phone networks read out the answer of the operator', () => {
  expect(endCode(480, 540404)).toMatchObject({
    message: 'Inbound: Call not found',
    category: 'UnexpectedClientError',
  })
  expect(endCode(500, 560799).message).toBe('Outbound: operator answered 799')
})

test('what nobody documented falls back on its code and class', () => {
  expect(endCode(486, 1)).toEqual({
    code: 486,
    subCode: 1,
    message: 'Busy',
    category: 'UnexpectedClientError',
  })
  expect(endCode(503, 1).category).toBe('UnexpectedServerError')
  expect(endCode(699, 1)).toEqual({ code: 699, subCode: 1, message: 'Ended with code 699' })
})
