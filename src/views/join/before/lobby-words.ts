/** Why somebody waits in the lobby: the setting that decided it, in words. */

const WORDS: Readonly<Record<string, string>> = {
  AutoAdmittedUsers: 'The meeting lets only certain people in directly; everybody else is let in by hand.',
  AcsWaitsForTeamsUser: 'Guests wait until somebody from the organization is there.',
  AllowAnonymousUsersToStartMeeting:
    'Guests may not be the first ones in: the meeting begins when a member arrives.',
  AllowPSTNUsersToBypassLobby: 'Callers from a phone wait until they are let in.',
}

export const lobbyWords = (rule: string | undefined): string =>
  (rule === undefined ? undefined : WORDS[rule]) ?? 'Somebody in the meeting has to let you in.'
