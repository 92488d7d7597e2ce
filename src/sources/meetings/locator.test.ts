import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLocator } from './locator.ts'

const THREAD = '19:meeting_NTg0@thread.v2'
const TENANT = 'c0117050-0000-4000-8000-000000000001'
const ORGANIZER = 'c0117050-0000-4000-8000-0000000000a1'
const context = encodeURIComponent(JSON.stringify({ Tid: TENANT, Oid: ORGANIZER }))
const long = `https://teams.microsoft.com/l/meetup-join/${encodeURIComponent(THREAD)}/0?context=${context}`
const read = (meetingLink: string) => parseLocator({ meetingLink })
const meeting = {
  kind: 'read',
  locator: { kind: 'thread', threadId: THREAD, messageId: '0', tenant: TENANT, organizer: ORGANIZER },
}

test.each([
  ['as invitations print it', long],
  ['lower-case escapes', long.replace('%3A', '%3a').replaceAll('%7B', '%7b').replaceAll('%22', '%22')],
  ['host in capitals, blanks around', `  ${long.replace('teams.microsoft.com', 'Teams.Microsoft.COM')} `],
  ['encoded twice', long.replace(encodeURIComponent(THREAD), encodeURIComponent(encodeURIComponent(THREAD)))],
  ['no scheme', long.replace('https://', '')],
  ['angle brackets of a mail', `<${long}>`],
  [
    'wrapped by safe links',
    `https://emea01.safelinks.protection.outlook.com/?url=${encodeURIComponent(long)}&data=x`,
  ],
  ['government cloud', long.replace('teams.microsoft.com', 'gov.teams.microsoft.us')],
])('long link: %s', (_, link) => {
  expect(read(link)).toEqual(meeting)
})

test('a context without Oid, or none at all, still leads to the thread', () => {
  const noOid = encodeURIComponent(JSON.stringify({ Tid: TENANT }))
  expect(read(long.replace(context, noOid))).toMatchObject({
    locator: { tenant: TENANT, organizer: undefined },
  })
  expect(read(long.split('?')[0] ?? '')).toMatchObject({ locator: { threadId: THREAD, tenant: undefined } })
  expect(read(long.replace(context, '%7Bbroken'))).toMatchObject({ locator: { threadId: THREAD } })
})

test('a channel post: thread of the channel, message id a timestamp', () => {
  const link = `https://teams.microsoft.com/l/meetup-join/19%3aabc%40thread.tacv2/1612345678901?context=${context}`
  expect(read(link)).toMatchObject({
    locator: { threadId: '19:abc@thread.tacv2', messageId: '1612345678901' },
  })
})

test('short link: digits and passcode, nothing else', () => {
  expect(read('https://teams.microsoft.com/meet/2345678901234?p=aB3dE5')).toEqual({
    kind: 'read',
    locator: { kind: 'meetingId', meetingId: '2345678901234', passcode: 'aB3dE5' },
  })
})

test.each([
  [
    { meetingId: '234 567 890 12', passcode: ' x ' },
    { kind: 'meetingId', meetingId: '23456789012', passcode: 'x' },
  ],
  [
    { threadId: THREAD, organizerId: ORGANIZER, tenantId: TENANT, messageId: '0' },
    { kind: 'thread', threadId: THREAD, messageId: '0', tenant: TENANT, organizer: ORGANIZER },
  ],
  [{ roomId: '99' }, { kind: 'room', roomId: '99' }],
  [{ groupId: TENANT.toUpperCase() }, { kind: 'group', groupId: TENANT }],
])('locator %j', (input, locator) => {
  expect(parseLocator(input)).toEqual({ kind: 'read', locator })
})

test.each([
  ['https://teams.live.com/meet/9312345678901?p=x', 'teamsForHome'],
  ['https://example.com/l/meetup-join/x/0', 'badLocator'],
  ['https://teams.microsoft.com/l/channel/x', 'badLocator'],
  ['https://teams.microsoft.com/l/meetup-join/nonsense/0', 'badLocator'],
  ['https://teams.microsoft.com/l/meetup-join/%E0%A4%A/0', 'badLocator'],
  ['https://teams.microsoft.com/meet/12', 'badLocator'],
  ['', 'badLocator'],
])('%s is refused', (link, end) => {
  expect(read(link)).toMatchObject({ kind: 'refused', end })
})

test('no text whatever makes it throw, and no refusal repeats what was given', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map(tail => `${long}${tail}`),
      ),
      link => {
        const reading = read(link)
        if (reading.kind === 'refused' && link.length > 12) expect(reading.fix).not.toContain(link)
      },
    ),
  )
})
