/** Lets a simulated client tell of itself along its visit: clients of the calling SDK at length, others rate the call. */
import type { Clock, Ids, Instant } from '#base'
import type { SignalClient } from '#sources/meetings'
import type { GuestPlan } from './plan.ts'
import {
  type CallName,
  callOfSdk,
  type Operation,
  type Random,
  seriesOf,
  stateChanged,
  surveyOf,
  troublesOf,
  turnedAway,
} from './telemetry.ts'

export interface Narrator {
  /** Before the join. */
  opened(): Promise<void>
  /** Let in, or straight in. */
  connected(): Promise<void>
  /** With the sub code of its end. */
  refused(subCode: number): Promise<void>
  /** Out again, by whomever: what the stay was like. Whoever vanishes tells nothing. */
  left(stay: { readonly participantId: string; readonly remote: string }): Promise<void>
}

export interface NarratorOptions {
  readonly guest: GuestPlan
  readonly client: SignalClient
  /** By which the server goes. */
  readonly clock: Clock
  readonly ids: Ids
  readonly random: Random
}

const nothing = async () => {}
const MOST_SERIES = 200

export function narratorOf(options: NarratorOptions): Narrator {
  const { guest, client, clock, ids, random } = options
  const rate = async (participantId: string) => {
    const ratings = surveyOf(guest, random)
    const callId = client.state?.callId
    if (ratings && callId) await client.request({ type: 'survey', callId, participantId, ...ratings })
  }
  if (guest.kind !== 'acsUser') {
    return { opened: nothing, connected: nothing, refused: nothing, left: stay => rate(stay.participantId) }
  }
  const { network, media } = guest
  let since: Instant = clock.now()
  const call = (name: CallName, payload?: Operation['payload']) =>
    callOfSdk(name, { network, at: clock.now(), random, ...(payload && { payload }) })
  const tell = async (...operations: readonly Operation[]) =>
    void (await client.request({ type: 'clientOperations', operations: [...operations] }))
  return {
    opened: () => tell(call('CallAgentInit')),
    connected: async () => {
      since = clock.now()
      const join = call('Join', { CallDirection: 'Outgoing' })
      // Who is in has joined; a failure was a first try.
      const tries = join.resultType === 'Succeeded' ? [join] : [join, retried(join)]
      const shares = media.includes('VBSS') ? [call('StartScreenShare', { StreamType: 'ScreenSharing' })] : []
      const films = media.includes('Video') ? [call('StartVideo', { StreamType: 'Video' })] : []
      const views = films.length > 0 ? [call('CreateView', { StreamType: 'Video', Source: 'remote' })] : []
      await tell(...tries, stateChanged(since, 'Connected'), ...films, ...views, ...shares)
    },
    refused: subCode => tell(turnedAway(clock.now(), subCode)),
    left: async ({ participantId, remote }) => {
      const stay = { from: since, to: clock.now(), random }
      const stops = media.includes('Video') ? [call('StopVideo', { StreamType: 'Video' })] : []
      const disconnected = stateChanged(stay.to, 'Disconnected')
      await tell(...troublesOf(guest, stay, ids.uuid), ...stops, call('Hangup'), disconnected)
      const series = seriesOf({ guest, remote }, stay)
      for (let i = 0; i < series.length; i += MOST_SERIES) {
        await client.request({ type: 'mediaStats', series: series.slice(i, i + MOST_SERIES) })
      }
      await rate(participantId)
    },
  }
}

const retried = ({ subCode: _, ...join }: Operation): Operation => ({
  ...join,
  resultType: 'Succeeded',
  resultSignature: 200,
})
