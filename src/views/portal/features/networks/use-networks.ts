/** The tenant's building and endpoint files, and the networks they lack. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem, type Role, saveAs, type Table, useAsk, useSession } from '#views/kit'

export type FileKind = 'buildings' | 'endpoints'

export interface NetworkFile {
  readonly id: string
  readonly kind: FileKind
  readonly state: 'active' | 'loading'
  readonly name: string
  readonly uploadedAt: string
  readonly uploadedBy: string
  readonly validFrom: string | null
  readonly validUntil: string | null
  readonly rows: number
  readonly expanded: number
  readonly loaded: number
}

/** One thing that is wrong with a file. */
export interface CellProblem {
  readonly line: number
  /** 0: the whole line. */
  readonly column: number
  readonly name: string
  readonly found: string
  readonly expected: string
  readonly fix: string
}

export interface Checked {
  readonly rows: number
  readonly expanded: number
  /** How many there are; at most a hundred are listed. */
  readonly problems: number
  readonly details: readonly CellProblem[]
  readonly warnings: number
  readonly warningDetails: readonly CellProblem[]
}

const PATH = '/teams/networks'

/** Only administrators may upload. */
export const mayUpload = (role: Role): boolean => role !== 'supportEngineer' && role !== 'supportSpecialist'

// Sound, each: our own server prints these shapes, and the call rejected for every other answer.
export const useFiles = () =>
  useAsk(
    ['teams-networks'],
    async (call, signal) =>
      ((await call(PATH, { audience: 'graph', signal })) as { readonly value: readonly NetworkFile[] }).value,
    { everyMs: 5000 },
  )

interface Missing {
  readonly value: readonly Readonly<Record<string, string | number | null>>[]
  readonly kql: string
}

const MISSING_COLUMNS = [
  { name: 'Network', type: 'string' },
  { name: 'AudioStreams', type: 'long' },
  { name: 'PoorStreams', type: 'long' },
  { name: 'Users', type: 'long' },
  { name: 'LastSeen', type: 'datetime' },
]

export const useMissing = () =>
  useAsk(['teams-networks', 'missing'], async (call, signal): Promise<Table & { readonly kql: string }> => {
    const { value, kql } = (await call(`${PATH}/missing`, { audience: 'graph', signal })) as Missing
    const rows = value.map(row => MISSING_COLUMNS.map(({ name }) => row[name] ?? null))
    return { columns: MISSING_COLUMNS, rows, kql }
  })

export interface Upload {
  readonly kind: FileKind
  readonly name: string
  readonly content: string
  readonly startDate: string
  /** Empty: until further notice. */
  readonly endDate: string
}

export function useNetworkChanges() {
  const { call } = useSession()
  const client = useQueryClient()
  const [problem, setProblem] = useState<Problem>()
  const attempt = async <Result>(act: () => Promise<Result>): Promise<Result | undefined> => {
    setProblem(undefined)
    try {
      const result = await act()
      await client.invalidateQueries({ queryKey: [] })
      return result
    } catch (thrown) {
      setProblem(asProblem(thrown))
      return undefined
    }
  }
  const text = (content: string) => ({ type: 'text/csv; charset=utf-8', content })
  return {
    problem,
    check: ({ kind, content }: Pick<Upload, 'kind' | 'content'>) =>
      attempt(
        async () =>
          (await call(`${PATH}/${kind}/check`, {
            audience: 'graph',
            method: 'POST',
            text: text(content),
          })) as Checked,
      ),
    upload: ({ kind, name, content, startDate, endDate }: Upload) => {
      const period = kind === 'buildings' ? { startDate, ...(endDate !== '' && { endDate }) } : {}
      const query = new URLSearchParams({ fileName: name, ...period })
      return attempt(async () => {
        await call(`${PATH}/${kind}?${query}`, { audience: 'graph', method: 'PUT', text: text(content) })
        return true
      })
    },
    remove: (kind: FileKind) =>
      attempt(async () => {
        await call(`${PATH}/${kind}`, { audience: 'graph', method: 'DELETE' })
        return true
      }),
    download: (file: NetworkFile) =>
      attempt(async () => {
        const content = await call(`${PATH}/${file.kind}/content`, { audience: 'graph' })
        saveAs(file.name, 'text/csv', String(content ?? ''))
        return true
      }),
  }
}
