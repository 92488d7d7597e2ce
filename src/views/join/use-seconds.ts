import { useEffect, useState } from 'react'
import { systemClock } from '#base'

const secondsFrom = (since: number): number => Math.max(0, Math.floor((systemClock.now() - since) / 1000))

/** Whole seconds since an instant, as they pass. */
export function useSeconds(since: number): number {
  const [seconds, setSeconds] = useState(() => secondsFrom(since))
  useEffect(() => {
    const tick = () => {
      setSeconds(secondsFrom(since))
      timer = systemClock.after(1000, tick)
    }
    let timer = systemClock.after(0, tick)
    return () => timer.cancel()
  }, [since])
  return seconds
}
