/** What is measured and told of a leg; it counts for a little while after its end too. */
import type { Instant } from '#base'
import type { EventOf } from './events.ts'
import type { LiveLeg } from './live-call.ts'
import { withReports } from './statistics.ts'

type LastWord = 'measure' | 'environment'

/** Without its time: it is taken in when it comes. */
export type News = { readonly [Kind in LastWord]: Omit<EventOf<Kind>, 'at'> }[LastWord]

export function withNews(leg: LiveLeg, news: News, at: Instant): LiveLeg {
  if (news.kind === 'measure') return withReports(leg, news.by, { reports: news.reports, at })
  const { network = leg.told?.network, hardware = leg.told?.hardware } = news
  return { ...leg, told: { network, hardware } }
}

export const isTooLate = ({ phase }: LiveLeg, now: Instant, lateMs: number): boolean =>
  phase.kind === 'ended' && phase.at + lateMs < now
