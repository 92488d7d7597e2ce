import { useMemo } from 'react'
import { intervalOf } from '#views/kit'

const MINUTE = 60_000

/** A range as `from` and `to` of the API; the same within a minute, so that a page does not ask at each drawing. */
export function useRangeQuery(range: string): { readonly from: string; readonly to: string | undefined } {
  const now = Math.ceil(Date.now() / MINUTE) * MINUTE
  return useMemo(() => {
    const { from, to } = intervalOf(range, now)
    return { from: new Date(from).toISOString(), to: to >= now ? undefined : new Date(to).toISOString() }
  }, [range, now])
}
