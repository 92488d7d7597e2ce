/**
 * Reading at an end: names the columns that an expression is made of, and notes what has to be looked up for them. A
 * look-up is one table at one end; it brings only the columns that were asked for.
 */
import type { At, DetailType, End } from '../dimensions/row.ts'

export type LookupTable = 'sessions' | 'persons' | 'feedback' | 'networks' | 'machines' | 'audioAndVideo'

export interface Lookup {
  readonly table: LookupTable
  readonly end: End
  /** Columns it brings, by their names in the query, with the KQL that makes each of the table's own columns. */
  readonly columns: Map<string, string>
}

export class Lookups {
  readonly #found = new Map<string, Lookup>()

  /** Notes the need of a column; gives the name it is given in the query. */
  need(table: LookupTable, end: End, column: string, kql = ''): string {
    const key = `${table} ${end}`
    const lookup = this.#found.get(key) ?? { table, end, columns: new Map<string, string>() }
    this.#found.set(key, lookup)
    lookup.columns.set(column, kql)
    return column
  }

  /** Also what others need. */
  take(others: Lookups): void {
    for (const { table, end, columns } of others.all()) {
      for (const [column, kql] of columns) this.need(table, end, column, kql)
    }
  }

  isEmpty(): boolean {
    return this.#found.size === 0
  }

  all(): readonly Lookup[] {
    return [...this.#found.values()]
  }
}

const CONVERSIONS: Readonly<Record<DetailType, string>> = {
  string: 'tostring',
  long: 'tolong',
  real: 'todouble',
  bool: 'tobool',
  datetime: 'todatetime',
}

/** Details and columns are named by the tables of this module alone, never by a query. */
export function readingAt(lookups: Lookups, end: End): At {
  const own = end === 'Own' ? '' : end
  const prefixed = (kind: string, name: string) => `${own}${kind}${name.replace(/\W/g, '')}`
  const person = (name: string) => lookups.need('persons', end, prefixed('Person', name), name)
  return {
    sends: end === 'Second' ? 'Second-to-First' : 'First-to-Second',
    column: name => `${own}${name}`,
    detail: (name, type = 'string') =>
      lookups.need(
        'sessions',
        end,
        `${prefixed('Detail', name)}${type === 'string' ? '' : `As${type}`}`,
        `${CONVERSIONS[type]}(Details['${name}'])`,
      ),
    person,
    feedback: name => lookups.need('feedback', end, prefixed('Feedback', name), name),
    network: name => lookups.need('networks', end, `${own}${name}`),
    machine: name => {
      person('MachineName')
      return lookups.need('machines', end, `${own}${name}`)
    },
    audioAndVideo: () => lookups.need('audioAndVideo', 'Own', 'HasAudioAndVideo'),
    end: other => readingAt(lookups, other),
  }
}
