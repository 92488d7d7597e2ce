import { useIsFetching } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Loading } from './loading.tsx'

/** So far below the window something counts as in sight: the first turn of the wheel shows it. */
const NEAR_PX = 100
/** Questions in sight begin a moment after their parts are there. */
const SETTLED_MS = 50

interface InTurnProps {
  /** What is asked for, as it reads after "Loading". */
  readonly what: string
  readonly children: ReactNode
}

/**
 * What is in sight asks first: children below the window are made, and ask, when they come near it or when nothing
 * else on the page waits for an answer.
 */
export function InTurn({ what, children }: InTurnProps) {
  const [place, setPlace] = useState<HTMLElement | null>(null)
  const [isBelow, setIsBelow] = useState(false)
  const [hasTurn, setHasTurn] = useState(false)
  const waiting = useIsFetching()
  useEffect(() => {
    if (!place) return
    const sight = new IntersectionObserver(
      entries => (entries.some(({ isIntersecting }) => isIntersecting) ? setHasTurn(true) : setIsBelow(true)),
      { rootMargin: `${NEAR_PX}px` },
    )
    sight.observe(place)
    return () => sight.disconnect()
  }, [place])
  useEffect(() => {
    if (!isBelow || waiting > 0) return
    const timer = setTimeout(() => setHasTurn(true), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [isBelow, waiting])
  return hasTurn ? (
    children
  ) : (
    <div ref={setPlace}>
      <Loading what={what} />
    </div>
  )
}
