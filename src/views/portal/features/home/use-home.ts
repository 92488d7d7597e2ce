import { rules } from '#policy'
import { type TimeRange, useAsk, useHouseKql, useKql } from '#views/kit'
import { CHAT_FAILING, LATEST_CALLS, OPERATIONS, TURNED_AWAY, WITHHELD, WORST_AUDIO } from './questions.ts'
import { gauges } from './shape-answers.ts'

const OFTEN_MS = 10_000

/** Everything of the page; what is of this moment is asked again every few seconds. */
export function useHome(range: TimeRange) {
  return {
    now: useAsk(['gauges'], async call => gauges(String(await call('/metrics', { audience: 'none' }))), {
      everyMs: OFTEN_MS,
    }),
    operations: useHouseKql(OPERATIONS, { range, everyMs: 6 * OFTEN_MS }),
    turnedAway: useHouseKql(TURNED_AWAY, { range }),
    withheld: useHouseKql(WITHHELD, { range }),
    worstAudio: useKql(WORST_AUDIO, { range }),
    chatFailing: useKql(CHAT_FAILING),
    latest: useKql(LATEST_CALLS, { range, everyMs: OFTEN_MS }),
  }
}

/** The sentence of a rule, or what Teams calls a meeting policy; undefined for any other name. */
export const sentenceOf = (rule: string): string | undefined =>
  rules.find(({ id }) => id === rule)?.title ?? POLICIES.get(rule)

const POLICIES: ReadonlyMap<string, string> = new Map([
  ['AutoAdmittedUsers', 'the setting “Who can bypass the lobby” (AutoAdmittedUsers)'],
  [
    'AllowPSTNUsersToBypassLobby',
    'the setting “People dialing in can bypass the lobby” (AllowPSTNUsersToBypassLobby)',
  ],
  [
    'AllowAnonymousUsersToStartMeeting',
    'the setting “Anonymous people can start a meeting” (AllowAnonymousUsersToStartMeeting)',
  ],
  ['AcsWaitsForTeamsUser', 'a rule: external users wait until somebody of Teams is in the meeting'],
])
