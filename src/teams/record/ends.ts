/**
 * Which end of a stream is First and which is Second, so that the same pair always sorts alike: a server is first, a
 * client second; of two servers their kinds decide, of two clients the names of their kinds; who called decides last.
 */

/** What ordering needs to know of an end. */
export interface OrderedEnd {
  /** Category of its user agent: `AV-MCU`, `OC`, …; empty when unknown. */
  readonly category: string
  readonly isServer: boolean
  readonly isCaller: boolean
  /** Participant id; empty for a server of ours. */
  readonly id: string
}

/** Lower comes first. Servers that no row names come after those that do. */
const SERVER_RANKS: Readonly<Record<string, number>> = { 'Mediation Server': 0, 'AV-MCU': 1, 'AS-MCU': 1 }
const OTHER_SERVER = 2
const CLIENT = 3

const rankOf = ({ category, isServer }: OrderedEnd): number =>
  isServer ? (SERVER_RANKS[category] ?? OTHER_SERVER) : CLIENT

/** The two ends as First and Second. */
export function orderEnds<End extends OrderedEnd>(one: End, other: End): readonly [first: End, second: End] {
  const order =
    rankOf(one) - rankOf(other) ||
    compare(one.category, other.category) ||
    Number(other.isCaller) - Number(one.isCaller) ||
    compare(one.id, other.id)
  return order <= 0 ? [one, other] : [other, one]
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
