/** Why somebody is no longer in a call, in words for the one it happened to. */
import { endCode } from '#records'
import type { EndOfLeg } from '#sources/meetings/client'

export interface EndWords {
  readonly title: string
  readonly text: string
  /** Whether trying again makes sense. */
  readonly mayRetry: boolean
}

type Row = readonly [title: string, text: string, mayRetry: boolean]

const WORDS: Readonly<Record<string, Row>> = {
  '0/0': ['You left the meeting', 'Everything was closed properly.', true],
  '0/4097': ['The meeting has ended', 'An organizer or presenter ended it for everybody.', false],
  '0/5003': ['The server stopped', 'It ended all calls before. Try again in a moment.', true],
  '0/5010': ['The other one has left', 'Nobody else was in the call.', false],
  '0/5300': ['You were removed', 'Somebody in the meeting removed you.', true],
  '0/5854': ['You were not let in', 'Somebody in the meeting saw you in the lobby and declined.', true],
  '0/5855': [
    'Nobody let you in',
    'You waited as long as the lobby allows. Tell the organizer and try again.',
    true,
  ],
  '400/5751': ['This meeting was not found', 'The link, the meeting id or the passcode is not right.', true],
  '400/40238': [
    'Meetings of Teams for home are not supported',
    'Ask for a link of a work or school account.',
    false,
  ],
  '401/10009': [
    'The token is not valid',
    'It has expired, or another server gave it. The app has to get a new one.',
    false,
  ],
  '403/5723': [
    'People from outside may not join',
    'A policy of the organizer keeps external users out.',
    false,
  ],
  '403/5724': ['Your organization may not join', 'A policy keeps its people out of this meeting.', false],
  '403/5828': ['You are not invited to this room', 'Its list of participants does not name you.', false],
  '403/5829': ['The room is closed', 'It can be joined at other times only.', true],
  '403/5830': ['This room is for others', 'Only Communication Services users may join it.', false],
  '404/4500': ['This meeting was not found', 'It does not exist, or no longer.', true],
  '410/301004': [
    'No sound or picture got through',
    'The network did not let media pass: a firewall may block UDP. Try another network.',
    true,
  ],
  '410/301005': [
    'The media connection was lost',
    'It did not come back in time. Check the network and join again.',
    true,
  ],
  '410/3101': ['The media connection was lost', 'The page gave up after it heard nothing for a while.', true],
  '429/10110': ['The call was too long', 'It reached the longest time that a call may take.', true],
  '490/4502': ['The server could not be reached', 'Check the connection and try again.', true],
  '496/7': [
    'The connection was lost',
    'It did not come back in time. Check the network and join again.',
    true,
  ],
}

/** Pairs without words of their own say what the documents say of them. */
export function endWords({ code, subCode }: Pick<EndOfLeg, 'code' | 'subCode'>): EndWords {
  const row = WORDS[`${code}/${subCode}`]
  if (row) return { title: row[0], text: row[1], mayRetry: row[2] }
  const { message, category } = endCode(code, subCode)
  return {
    title: category === 'Success' ? 'The call has ended' : 'The call broke off',
    text: message,
    mayRetry: true,
  }
}
