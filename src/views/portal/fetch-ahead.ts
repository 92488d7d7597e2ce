/**
 * Scripts of the charts and of the other pages, one after the other while nothing is asked for and the browser has
 * nothing to do: a click then waits for its figures alone. What could not be fetched is asked for again by its page,
 * which says so if it fails.
 */
import type { QueryClient } from '@tanstack/react-query'
import { fetchCharts } from '#views/kit'
import { FEATURES } from './features.ts'

/** Whoever clicks sooner than that is not to wait for what they did not ask for. */
const BEGIN_MS = 2000
const LOOK_AGAIN_MS = 100

export function fetchAhead(queries: QueryClient): void {
  if (isSavingData()) return
  const left = [fetchCharts, ...FEATURES.map(({ page }) => page)]
  const next = () => {
    if (queries.isFetching() > 0) {
      setTimeout(next, LOOK_AGAIN_MS)
      return
    }
    const fetchOne = left.shift()
    if (fetchOne) fetchOne().then(whenIdle, whenIdle)
  }
  // Safari has no such callback.
  const whenIdle = () => {
    if ('requestIdleCallback' in window) requestIdleCallback(next)
    else setTimeout(next, LOOK_AGAIN_MS)
  }
  setTimeout(whenIdle, BEGIN_MS)
}

const isSavingData = (): boolean =>
  (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
