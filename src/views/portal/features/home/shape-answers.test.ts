import { expect, test } from 'vitest'
import { chatFailing, gauges, turnedAway, withheld, worstAudio } from './shape-answers.ts'

const table = (names: readonly string[], ...rows: (string | number | null)[][]) => ({
  columns: names.map(name => ({ name, type: 'string' })),
  rows,
})
const sentence = (rule: string) => (rule === 'AutoAdmittedUsers' ? 'who may skip the lobby' : undefined)

test('guests turned away are counted over all reasons, and the most frequent one is told', () => {
  const names = ['Outcome', 'Rule', 'EndedBy', 'Guests']
  const answer = table(names, ['timedOut', 'AutoAdmittedUsers', '', 3], ['rejected', 'X', '8:orgid:o', 2])
  expect(turnedAway(answer, sentence)).toMatchObject({ value: '5', tone: 'bad' })
  expect(turnedAway(answer, sentence).words).toContain('who may skip the lobby')
  expect(turnedAway(table(names), sentence)).toMatchObject({ value: '0', tone: 'good' })
})

test('the rule that withheld most is named with its sentence', () => {
  expect(withheld(table(['Rule', 'Participants'], ['R12', 7]), () => 'Only in the own tenant.')).toEqual({
    value: '7',
    words: 'Most by R12: Only in the own tenant.',
    tone: 'plain',
  })
})

test('the worst audio call leads to itself; without a poor stream it is no alarm', () => {
  const names = ['CorrelationId', 'Poor', 'Loss', 'RoundTrip']
  expect(worstAudio(table(names, ['c1', 2, 0.131, 640]))).toEqual({
    value: '2 affected',
    words: 'In the worst call: loss up to 13.1 %, round trip up to 640 ms.',
    tone: 'bad',
    call: 'c1',
  })
  expect(worstAudio(table(names, ['c1', 0, 0.01, 40])).tone).toBe('good')
  expect(worstAudio(table(names)).call).toBeUndefined()
})

test('chat is failing more when its failed share grew', () => {
  const names = ['Week', 'Operations', 'Failed']
  expect(chatFailing(table(names, ['this', 100, 5], ['before', 1000, 10]))).toMatchObject({
    value: '5 %',
    tone: 'bad',
  })
  expect(chatFailing(table(names, ['this', 100, 1], ['before', 100, 10])).tone).toBe('good')
  expect(chatFailing(table(names)).value).toBe('—')
})

test('gauges are read from the exposition, labels summed', () => {
  const text =
    '# HELP x\nanteroom_calls 3\nanteroom_delivery_queue_records{destination="a"} 2\nanteroom_delivery_queue_records{destination="b"} 5\n'
  expect(gauges(text)).toEqual({ anteroom_calls: 3, anteroom_delivery_queue_records: 7 })
})
