/** What was measured of somebody finds its call, whether that is live, has just ended, or ends this moment. */
import type { ParticipantId } from '#records'
import type { Refusal, Witness } from '../engine/events.ts'
import type { StreamReport } from '../engine/statistics.ts'
import type { Afterwards } from './afterwards.ts'
import type { Desks } from './desks.ts'

export interface Measurement {
  readonly who: ParticipantId
  readonly desk: string
  readonly by: Witness
  readonly reports: readonly StreamReport[]
}

/** Resolves once it is stored, or with why it counts no more. Rejects with ApiError 503 while nothing can be stored. */
export async function measure(
  { who, desk, by, reports }: Measurement,
  { desks, afterwards }: { readonly desks: Pick<Desks, 'post'>; readonly afterwards: Afterwards },
): Promise<Refusal | undefined> {
  const isRemembered = () => afterwards.find(who) !== undefined
  if (!isRemembered()) {
    const { refusal } = await desks.post(desk, { kind: 'measure', who, by, reports })
    // The call may have ended while the event waited for its turn.
    if (!refusal || !isRemembered()) return refusal
  }
  await afterwards.measure(who, by, reports)
  return undefined
}
