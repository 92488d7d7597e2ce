/**
 * What the audio of a connection is in both directions together: as poor as its poorer one. Call quality counts streams
 * by it, so it stands with each of them.
 */
import { type Field, shown } from '#records'

type Fields = Readonly<Record<string, Field>>

/** Worst first; what could not be judged says nothing of the other direction. */
const GRADES = ['Poor', 'Good'] as const

/** Rows of one call's streams, each audio stream with the verdict of its connection. */
export function withLegs(rows: readonly Fields[]): readonly Fields[] {
  const grades = new Map<string, Set<string>>()
  for (const row of rows.filter(isAudio)) {
    const known = grades.get(legOf(row)) ?? new Set()
    grades.set(legOf(row), known.add(textOf(row.Classification)))
  }
  return rows.map(row => {
    if (!isAudio(row)) return row
    const worst = GRADES.find(grade => grades.get(legOf(row))?.has(grade))
    return { ...row, LegClassification: shown(worst ?? 'Unclassified') }
  })
}

const isAudio = (row: Fields): boolean => textOf(row.MediaType) === 'Audio'

/** A direct call is one connection, whoever sends. */
const legOf = (row: Fields): string => (textOf(row.SessionType) === 'P2P' ? '' : textOf(row.ParticipantId))

const textOf = (field: Field | undefined): string => (field?.kind === 'shown' ? String(field.value) : '')
