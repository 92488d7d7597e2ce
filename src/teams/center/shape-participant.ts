/** A connection of a meeting: who, when, how they got in, how good it was, and which rule said so. Pure. */
import { classifiers } from '#teams/record'
import type { AudioQuality, Judged, LobbyStay, Participant } from './answers.ts'
import { bag, count, flag, json, type Row, text, time } from './cells.ts'
import { type Looking, whoOf } from './shape-who.ts'

export function participantOf(row: Row, looking: Looking): Participant {
  const quality = qualityOf(row)
  const isOver = time(row, 'EndTime') !== null
  return {
    participantId: text(row, 'ParticipantId'),
    who: whoOf(row, looking),
    role: text(row, 'Role'),
    isOrganizer: flag(row, 'IsOrganizer'),
    acsResourceId: text(row, 'AcsResourceId'),
    joinTime: time(row, 'JoinTime'),
    leaveTime: time(row, 'EndTime'),
    durationSeconds: count(row, 'DurationSeconds'),
    lobby: lobbyOf(row),
    device: deviceOf(row),
    client: clientOf(row),
    platform: text(row, 'OsFiltered') || text(row, 'Os'),
    network: text(row, 'NetworkConnection'),
    audioQuality: quality,
    why: whyThatQuality(row, quality),
    verdicts: verdictsOf(row),
    ended: isOver
      ? {
          code: count(row, 'EndCode'),
          subCode: count(row, 'EndSubCode'),
          message: text(row, 'EndReason'),
        }
      : null,
    status: 'Left',
  }
}

export function qualityOf(row: Row): AudioQuality {
  const quality = text(row, 'AudioQuality')
  return quality === 'Good' || quality === 'Poor' ? quality : 'Unavailable'
}

export function lobbyOf(row: Row): LobbyStay | null {
  const enteredTime = time(row, 'LobbyEnteredTime')
  const outcome = text(row, 'LobbyOutcome')
  if (enteredTime === null && outcome === '') return null
  return { enteredTime: enteredTime ?? text(row, 'StartTime'), seconds: count(row, 'LobbySeconds'), outcome }
}

export const deviceOf = (row: Row): string => String(bag(row, 'Details')['Capture Dev'] ?? '')

/** What clients are called. */
export const CLIENTS: Readonly<Record<string, string>> = {
  teams: 'Microsoft Teams',
  acs: 'Communication Services',
  phone: 'PSTN',
  bot: 'Bot',
}

/** `Communication Services 1.46.1`; the category where it says more. */
export function clientOf(row: Row): string {
  const name = CLIENTS[text(row, 'Client')] ?? text(row, 'UserAgentCategory')
  const version = text(row, 'AppVersion')
  return version === '' ? name : `${name} ${version}`
}

/** Every rule that judged this connection; stored with its values, so that it can be checked. */
export function verdictsOf(row: Row): readonly Judged[] {
  const stored = json(row, 'Verdicts')
  return Array.isArray(stored) ? stored.map(judgedOf) : []
}

function judgedOf(stored: Readonly<Record<string, unknown>>): Judged {
  const { rule, version, verdict, reasons, values } = stored
  const known = classifiers.find(({ id }) => id === rule)
  const stream = typeof stored.stream === 'string' ? ` · ${stored.stream}` : ''
  return {
    rule: String(rule ?? ''),
    title: `${known?.title ?? String(rule ?? '')}${stream}`,
    version: String(version ?? ''),
    verdict: String(verdict ?? ''),
    reasons: Array.isArray(reasons) ? reasons.map(String) : [],
    values: Object.fromEntries(Object.entries(Object(values ?? {})).map(([name, v]) => [name, Number(v)])),
  }
}

/** First that holds. */
const NO_RATING: readonly { readonly holds: (row: Row) => boolean; readonly says: string }[] = [
  {
    holds: row => ['rejected', 'timedOut', 'left'].includes(text(row, 'LobbyOutcome')),
    says: 'Never got past the lobby: there was no media to rate.',
  },
  { holds: row => time(row, 'JoinTime') === null, says: 'Never connected: there was no media to rate.' },
  {
    holds: row => text(row, 'Completeness') !== '' && text(row, 'Completeness') !== 'complete',
    says: 'The imported record of this call came without figures of this connection.',
  },
  {
    holds: () => true,
    says: 'No quality report of audio came: dropped, never spoke, or ended before the first.',
  },
]

function whyThatQuality(row: Row, quality: AudioQuality): string {
  if (quality === 'Unavailable') return NO_RATING.find(({ holds }) => holds(row))?.says ?? ''
  const [own] = verdictsOf(row)
  if (!own) return 'Stored without the rule that said so.'
  const reasons = own.reasons.length > 0 ? `: ${own.reasons.join(', ')}` : ''
  return `${own.title} ${own.version}${reasons}`
}
