import { describe, expect, test } from 'vitest'
import { addressOf, locatorOf, readAddress, readPasted } from './read-meeting.ts'

const LINK =
  'https://teams.microsoft.com/l/meetup-join/19%3ameeting_NTg0%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%7d'
const GROUP = 'a0000000-0000-4000-8000-0000000000aa'

describe('each form leads to the locator of the calling SDK', () => {
  test.each([
    [LINK, { meetingLink: LINK }],
    [`  ${LINK} `, { meetingLink: LINK }],
    [
      'https://teams.microsoft.com/meet/234567?p=ab',
      { meetingLink: 'https://teams.microsoft.com/meet/234567?p=ab' },
    ],
    ['234 567 890 12', { meetingId: '23456789012', passcode: 'code' }],
    [GROUP, { groupId: GROUP }],
    ['room/99445276259151407', { roomId: '99445276259151407' }],
    [
      '19:meeting_NTg0@thread.v2',
      { meetingLink: 'https://teams.microsoft.com/l/meetup-join/19%3Ameeting_NTg0%40thread.v2/0' },
    ],
  ])('%s', (text, locator) => {
    expect(locatorOf({ text, passcode: 'code' })).toEqual(locator)
  })

  test('an id without a passcode asks for none', () => {
    expect(locatorOf({ text: '234567890', passcode: ' ' })).toEqual({ meetingId: '234567890' })
  })

  test.each(['', 'hello', '12', '19:x'])('%j is no meeting', text => {
    expect(locatorOf({ text, passcode: '' })).toBeUndefined()
  })
})

test.each([
  [LINK, ''],
  ['23456789012', 'a b&c'],
  ['19:meeting_NTg0@thread.v2', ''],
  ['room/99445276259151407', ''],
])('what an address is made of is read from it again: %s', (text, passcode) => {
  const url = new URL(addressOf({ text, passcode }), 'https://localhost:7443')
  expect(readAddress(url)).toEqual({ text, passcode })
})

test('a link to this page stands for its meeting, a link of Teams for itself', () => {
  expect(readPasted('https://meet.example/meet/23456789012?p=x', '')).toEqual({
    text: '23456789012',
    passcode: 'x',
  })
  expect(readPasted(`<${LINK}>`, '')).toEqual({ text: LINK, passcode: '' })
  expect(readPasted('https://teams.microsoft.com/meet/23456?p=x', '')).toMatchObject({
    text: 'https://teams.microsoft.com/meet/23456?p=x',
  })
})

test('a broken escape in the address is read as it stands', () => {
  expect(readAddress({ pathname: '/meet/%E0%A4%A', search: '' })).toEqual({ text: '%E0%A4%A', passcode: '' })
})
