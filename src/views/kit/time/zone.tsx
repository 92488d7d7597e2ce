/** Which time zone times are shown in, and how they read. Stored times are UTC. */
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useKept } from '../session/kept.ts'

export type Zone = 'local' | 'utc'

export interface Times {
  readonly zone: Zone
  setZone(zone: Zone): void
  /** `22 Nov 2026, 12:03:05`; an unreadable time gives an em dash. */
  moment(time: string | number | null): string
  /** `22 Nov, 12:03` */
  short(time: string | number | null): string
  day(time: string | number | null): string
}

const Context = createContext<Times | undefined>(undefined)

export function ZoneProvider({ children }: { readonly children: ReactNode }) {
  const [zone, setZone] = useKept<Zone>('zone', ['local', 'utc'], 'local')
  const times = useMemo(() => timesIn(zone, setZone), [zone, setZone])
  return <Context.Provider value={times}>{children}</Context.Provider>
}

export function useTimes(): Times {
  const times = useContext(Context)
  if (!times) throw new Error('useTimes needs a ZoneProvider above.')
  return times
}

function timesIn(zone: Zone, setZone: (zone: Zone) => void): Times {
  const printer = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat('en-GB', {
      ...options,
      ...(zone === 'utc' && { timeZone: 'UTC' }),
    })
    return (time: string | number | null) => {
      const date = new Date(time ?? Number.NaN)
      return Number.isNaN(date.getTime()) ? '—' : format.format(date)
    }
  }
  return {
    zone,
    setZone,
    moment: printer({ dateStyle: 'medium', timeStyle: 'medium' }),
    short: printer({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    day: printer({ dateStyle: 'medium' }),
  }
}
