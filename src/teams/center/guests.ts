/** `/teams/guests`: everybody from outside over all meetings of the tenant, with how the lobby treated them. */
import type { HttpReply } from '#base'
import type { GuestRow, Listed } from './answers.ts'
import { count, number, type Row, text } from './cells.ts'
import { type Asking, fileOf, nextLink, ok, totalOf } from './center.ts'
import type { Sheet } from './csv.ts'
import { type ListRequest, listRequest } from './list-request.ts'
import { withPersons } from './questions/common.ts'
import { GUESTS, guestRows, guestsPage } from './questions/guests.ts'
import { type Looking, whoOf } from './shape-who.ts'

export async function listGuests(asking: Asking): Promise<HttpReply> {
  const asked = listRequest(asking.request, GUESTS)
  const kql = guestRows(asking.tenant, asked)
  if (asked.format !== 'page') {
    const rows = await asking.rows(named(`${kql}\n| order by ${asked.orderBy}`))
    return fileOf(
      asked.format,
      SHEET,
      rows.map(row => guestRow(row, asking.looking)),
    )
  }
  const [value, total] = await Promise.all([guestsOf(asking, asked), totalOf(asking, kql)])
  const next = nextLink(asking, asked, total)
  return ok({ value, total, kql, ...(next !== undefined && { nextLink: next }) } satisfies Listed<GuestRow>)
}

/** A page of them. */
export async function guestsOf(
  { tenant, rows, looking }: Asking,
  asked: ListRequest,
): Promise<readonly GuestRow[]> {
  const found = await rows(named(guestsPage(tenant, asked), 'Place'))
  return found.map(row => guestRow(row, looking))
}

/** Lets the last statement be joined with who they are. */
function named(kql: string, order = 'LastSeen'): string {
  const at = kql.lastIndexOf(';\n') + 2
  return `${kql.slice(0, at)}let Page = ${kql.slice(at)};\n${withPersons('Page')}\n| order by ${order} ${order === 'Place' ? 'asc' : 'desc'}`
}

function guestRow(row: Row, looking: Looking): GuestRow {
  return {
    who: whoOf(row, looking),
    acsResourceId: text(row, 'AcsResourceId'),
    visits: count(row, 'Visits'),
    meetings: count(row, 'Meetings'),
    admitted: count(row, 'Admitted'),
    rejected: count(row, 'Rejected'),
    timedOut: count(row, 'TimedOut'),
    gaveUp: count(row, 'GaveUp'),
    withoutLobby: count(row, 'WithoutLobby'),
    lobbySeconds: number(row, 'AverageLobby'),
    longestLobbySeconds: number(row, 'LongestLobby'),
    poor: count(row, 'Poor'),
    firstSeen: text(row, 'FirstSeen'),
    lastSeen: text(row, 'LastSeen'),
    lastCallId: text(row, 'CorrelationId'),
    lastParticipantId: text(row, 'ParticipantId'),
  }
}

const SHEET: Sheet<GuestRow> = {
  of: 'guests',
  columns: {
    Guest: ({ who }) => who.label,
    UserType: ({ who }) => who.userType,
    Kind: ({ who }) => who.kind,
    RawId: ({ who }) => who.fields.RawId,
    PersonKey: ({ who }) => who.personKey,
    AcsResourceId: row => row.acsResourceId,
    Visits: row => row.visits,
    Meetings: row => row.meetings,
    Admitted: row => row.admitted,
    Rejected: row => row.rejected,
    TimedOut: row => row.timedOut,
    LeftTheLobby: row => row.gaveUp,
    WithoutLobby: row => row.withoutLobby,
    AverageLobbySeconds: row => row.lobbySeconds,
    LongestLobbySeconds: row => row.longestLobbySeconds,
    PoorAudio: row => row.poor,
    FirstSeen: row => row.firstSeen,
    LastSeen: row => row.lastSeen,
    LastCallId: row => row.lastCallId,
  },
}
