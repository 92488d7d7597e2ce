/** Whether a connection failed, and whether its media did: what reliability is counted from. */
import { endCode, type Leg } from '#records'

export type MediaFailure = '' | 'CallSetup' | 'Midcall' | 'NotMediaFailure'

/** Ends that are drops although Azure counts them as expected: the client went away without hanging up. */
const ABANDONED = { code: 0, subCode: 4521 }

/** Codes of media that could not be set up or was lost. */
const MEDIA_CODE = 410

export const isAbandoned = ({ ended }: Leg): boolean =>
  ended.code === ABANDONED.code && ended.subCode === ABANDONED.subCode

function isFailed(leg: Leg): boolean {
  const category = endCode(leg.ended.code, leg.ended.subCode).category
  return category === 'UnexpectedClientError' || category === 'UnexpectedServerError' || isAbandoned(leg)
}

const hadMedia = ({ streams }: Leg): boolean =>
  streams.some(({ quality }) => Object.values(quality).some(value => value !== undefined))

/** Set-up when media never flowed, midcall when it did; what failed for another reason is no failure of media. */
export function mediaFailureOf(leg: Leg): MediaFailure {
  if (leg.network?.iceFailed) return hadMedia(leg) ? 'Midcall' : 'CallSetup'
  if (!isFailed(leg)) return ''
  if (leg.joined !== undefined && hadMedia(leg)) return 'Midcall'
  return leg.ended.code === MEDIA_CODE ? 'CallSetup' : 'NotMediaFailure'
}

/** Why media could not be set up, as far as the pattern of connectivity tells: an estimate. Empty where it was. */
export function setupFailureReasonOf(leg: Leg): string {
  const failure = mediaFailureOf(leg)
  if (failure === 'NotMediaFailure') return 'Not Media Failure'
  if (failure !== 'CallSetup') return ''
  const { network } = leg
  if (network?.iceFailed && network.protocol === 'tcp')
    return 'Missing FW Deep Packet Inspection Exemption Rule'
  return network?.iceFailed && !network.relayAddress ? 'Missing FW IP Block Exemption Rule' : 'Other'
}
