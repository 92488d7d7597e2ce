/** One end of a session: its rows, and how facts are read from them. Pure. */
import type { Fact, Who } from '../answers.ts'
import { bag, type Cell, number, type Row, text } from '../cells.ts'
import { type MarkedStream, markOf, markOfDetail } from '../marks.ts'
import type { FactRow, FigureFact, Source } from './fact-rows.ts'

export interface Side {
  readonly session: Row
  readonly who: Who
  /** Of this end's connection. */
  readonly streams: readonly SideStream[]
}

export interface SideStream extends MarkedStream {
  readonly row: Row
}

export function sideOf(session: Row, who: Who, streams: readonly Row[]): Side {
  const id = text(session, 'ParticipantId')
  const own = streams.filter(row => text(row, 'ParticipantId') === id)
  return { session, who, streams: own.map(row => sideStream(row, id)) }
}

function sideStream(row: Row, participant: string): SideStream {
  return {
    row,
    mediaType: text(row, 'MediaType'),
    codec: text(row, 'PayloadDescription'),
    isInbound: receiverOf(row) === endOf(row, participant),
    figureOf: figure => number(row, figure),
  }
}

type EndName = 'First' | 'Second'

/** Which end of a stream somebody is; in meetings everybody is second to the server. */
const endOf = (row: Row, participant: string): EndName =>
  text(row, 'FirstParticipantId') === participant ? 'First' : 'Second'

const receiverOf = (row: Row): EndName =>
  text(row, 'StreamDirection') === 'First-to-Second' ? 'Second' : 'First'

const READ: Readonly<Record<Source['from'], (side: Side, name: string) => Cell | undefined>> = {
  session: ({ session }, name) => session[name],
  detail: ({ session }, name) => cellOf(bag(session, 'Details')[name]),
  person: ({ who }, name) => who.fields[name],
  stream: ({ streams }, name) => streams[0]?.row[name],
  end: ({ session, streams }, name) => {
    const row = streams[0]?.row
    return row?.[`${endOf(row, text(session, 'ParticipantId'))}${name}`]
  },
}

const cellOf = (value: unknown): Cell | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined

/** Null: nobody reported it; withheld says so with its rule. */
export function factOf(side: Side, { name, unit = '', source }: FactRow): Fact {
  const read = READ[source.from](side, source.name)
  const value = read === undefined || read === '' ? null : read
  const withheld = source.from === 'person' ? side.who.withheld[source.name] : undefined
  const blanked = source.from === 'person' ? side.who.blanked : undefined
  const mark = source.from === 'detail' ? markOfDetail(source.name, value) : undefined
  return {
    name,
    value,
    unit,
    ...(mark && { mark }),
    ...((withheld ?? blanked) && value === null && { withheld: withheld ?? blanked }),
  }
}

export function figureOf(stream: SideStream | undefined, { name, column, unit }: FigureFact): Fact {
  const value = stream?.figureOf(column) ?? null
  const mark = stream && markOf(column, stream, unit)
  return { name, value, unit, ...(mark && { mark }) }
}

export const fitsMedium = ({ media }: FigureFact, mediaType: string): boolean =>
  media === undefined || media.includes(mediaType)
