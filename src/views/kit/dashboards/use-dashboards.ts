/** The dashboards that this browser keeps; until something is changed, those that everybody begins with. */
import { useCallback, useState } from 'react'
import { type Dashboard, type Pin, readDashboard } from './dashboard.ts'
import { DEFAULT_DASHBOARDS } from './defaults.ts'

const PLACE = 'anteroom.dashboards'

export interface Dashboards {
  /** At least one. */
  readonly dashboards: readonly Dashboard[]
  /** Takes the place of the one of the same id, or is added. */
  keep(dashboard: Dashboard): void
  remove(id: string): void
  pin(to: string, pin: Pin): void
}

export function useDashboards(): Dashboards {
  const [dashboards, setDashboards] = useState(kept)
  const store = useCallback((next: readonly Dashboard[]) => {
    localStorage.setItem(PLACE, JSON.stringify(next))
    setDashboards(next)
  }, [])
  const keep = (dashboard: Dashboard) => {
    const isNew = dashboards.every(({ id }) => id !== dashboard.id)
    store(
      isNew ? [...dashboards, dashboard] : dashboards.map(one => (one.id === dashboard.id ? dashboard : one)),
    )
  }
  return {
    dashboards,
    keep,
    remove: id => {
      const others = dashboards.filter(one => one.id !== id)
      store(others.length > 0 ? others : DEFAULT_DASHBOARDS)
    },
    pin: (to, pin) => {
      const dashboard = dashboards.find(({ id }) => id === to)
      if (dashboard) keep({ ...dashboard, pins: [...dashboard.pins, pin] })
    },
  }
}

/** What can't be read any more is left out. */
function kept(): readonly Dashboard[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(PLACE) ?? '[]')
    const read = Array.isArray(found) ? found.map(one => readDashboard(JSON.stringify(one))) : []
    const good = read.flatMap(one => ('dashboard' in one ? [one.dashboard] : []))
    return good.length > 0 ? good : DEFAULT_DASHBOARDS
  } catch {
    return DEFAULT_DASHBOARDS
  }
}
