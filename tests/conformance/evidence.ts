/** What conformance tests have seen of the APIs: kept in `results.json`, and what the support matrix is made from. Pure. */
import { PLAIN } from './callers.ts'

/** One answer that was given while a test ran. */
export interface Sighting {
  /** The test's file. */
  readonly file: string
  /** Full name of the test; absent outside tests: what a file prepares belongs to all of its tests. */
  readonly test?: string
  /** The surface's name. */
  readonly api: string
  readonly operation: string
  /** As the surface lists it; empty for an API without versions, or a version that is not listed. */
  readonly version: string
  /** As `callerOf` gives it. */
  readonly caller: string
  readonly status: number
}

/** An operation in one version. */
export interface Cell {
  readonly api: string
  readonly operation: string
  readonly version: string
}

export interface Evidence extends Cell {
  /** Who was answered with success. */
  readonly clients: readonly string[]
  /** Every status that was seen, whoever asked. */
  readonly outcomes: readonly number[]
}

export interface Results {
  /** Version of each client at the time. */
  readonly clients: Readonly<Record<string, string>>
  readonly evidence: readonly Evidence[]
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const keyOf = ({ api, operation, version }: Cell): string => `${api} ${operation} ${version}`.trimEnd()

/** An official client got what it asked for. */
export const isProved = ({ clients }: Evidence): boolean => clients.some(client => client !== PLAIN)

/** One row for each operation and version, sorted. */
export function evidenceOf(sightings: readonly Sighting[]): readonly Evidence[] {
  const groups = Map.groupBy(sightings, keyOf)
  return [...groups.values()]
    .flatMap(group => {
      const [first] = group
      if (!first) return []
      const { api, operation, version } = first
      const clients = new Set(group.filter(({ status }) => status < 400).map(({ caller }) => caller))
      const outcomes = new Set(group.map(({ status }) => status))
      return [
        {
          api,
          operation,
          version,
          clients: [...clients].sort(),
          outcomes: [...outcomes].sort((a, b) => a - b),
        },
      ]
    })
    .sort((a, b) => byText(keyOf(a), keyOf(b)))
}

/** What an official client proved before and proves no more. */
export function lostProofs(before: readonly Evidence[], now: readonly Evidence[]): readonly Evidence[] {
  const proved = new Set(now.filter(isProved).map(keyOf))
  return before.filter(isProved).filter(row => !proved.has(keyOf(row)))
}

/** One row a line, so that a change of one is a change of one line. */
export function printResults({ clients, evidence }: Results): string {
  const rows = evidence.map(row => `    ${JSON.stringify(row)}`).join(',\n')
  const names = Object.entries(clients).sort(([a], [b]) => byText(a, b))
  const versions = names.map(([name, version]) => `    ${JSON.stringify(name)}: ${JSON.stringify(version)}`)
  return `{\n  "clients": {\n${versions.join(',\n')}\n  },\n  "evidence": [\n${rows}\n  ]\n}\n`
}
