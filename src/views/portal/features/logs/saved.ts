/** Queries that this browser keeps: saved by name, and the latest that ran. */
import { useCallback, useState } from 'react'

export interface SavedQuery {
  readonly name: string
  readonly kql: string
}

const SAVED = 'anteroom.queries'
const HISTORY = 'anteroom.history'
const MOST_KEPT = 50

/** What is kept wrongly reads as nothing. */
function keptIn<Item>(place: string): readonly Item[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]')
    // Sound: only this file writes there.
    return Array.isArray(kept) ? (kept as Item[]) : []
  } catch {
    return []
  }
}

function useKeptList<Item>(place: string) {
  const [items, setItems] = useState(() => keptIn<Item>(place))
  const change = useCallback(
    (next: readonly Item[]) => {
      localStorage.setItem(place, JSON.stringify(next))
      setItems(next)
    },
    [place],
  )
  return [items, change] as const
}

export function useSavedQueries() {
  const [saved, setSaved] = useKeptList<SavedQuery>(SAVED)
  return {
    saved,
    /** Takes the place of one of the same name. */
    save: (query: SavedQuery) => setSaved([...saved.filter(({ name }) => name !== query.name), query]),
    remove: (name: string) => setSaved(saved.filter(one => one.name !== name)),
  }
}

export function useHistory() {
  const [history, setHistory] = useKeptList<string>(HISTORY)
  return {
    /** Latest first. */
    history,
    remember: (kql: string) => setHistory([kql, ...history.filter(one => one !== kql)].slice(0, MOST_KEPT)),
  }
}
