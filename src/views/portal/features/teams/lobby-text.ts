import type { LobbyStay } from '#teams/center/answers'
import { lengthText } from '#views/kit'

const OUTCOMES: Readonly<Record<string, string>> = {
  admitted: 'Admitted after',
  rejected: 'Rejected after',
  timedOut: 'Timed out after',
  left: 'Left after',
  waiting: 'Waits since',
  notAdmitted: 'Not admitted after',
}

/** `Admitted after 40 s`; who did not wait has a dash. */
export function lobbyText(lobby: LobbyStay | null): string {
  if (!lobby) return '—'
  const rule = lobby.rule === undefined ? '' : ` because of ${lobby.rule}`
  return `${OUTCOMES[lobby.outcome] ?? lobby.outcome} ${lengthText(lobby.seconds)}${rule}`
}
