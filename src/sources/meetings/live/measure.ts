/** What was measured or told of somebody finds its call, whether that is live, has just ended, or ends this moment. */
import type { Refusal } from '../engine/events.ts'
import type { News } from '../engine/last-words.ts'
import type { Afterwards } from './afterwards.ts'
import type { Desks } from './desks.ts'

/** Resolves once it is stored, or with why it counts no more. Rejects with ApiError 503 while nothing can be stored. */
export async function measure(
  desk: string,
  news: News,
  { desks, afterwards }: { readonly desks: Pick<Desks, 'post'>; readonly afterwards: Afterwards },
): Promise<Refusal | undefined> {
  const isRemembered = () => afterwards.find(news.who) !== undefined
  if (!isRemembered()) {
    const { refusal } = await desks.post(desk, news)
    // The call may have ended while the event waited for its turn.
    if (!refusal || !isRemembered()) return refusal
  }
  await afterwards.take(news)
  return undefined
}
