/** Session descriptions with a single line, for a library that wants one. */
import type { RemoteParameters } from '../sdp/answer.ts'
import type { TransportParameters } from '../sdp/offer.ts'

export const oneLineSdp = ({ iceUfrag, icePwd, fingerprint, setup }: Omit<RemoteParameters, 'candidates'>) =>
  [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:96 VP8/90000',
    `a=ice-ufrag:${iceUfrag}`,
    `a=ice-pwd:${icePwd}`,
    `a=fingerprint:${fingerprint}`,
    `a=setup:${setup}`,
    '',
  ].join('\r\n')

/** The parameters in a description; undefined when one is missing. */
export function readParameters(sdp: string): TransportParameters | undefined {
  const value = (name: string): string | undefined => new RegExp(`^a=${name}:(.*?)\\r?$`, 'm').exec(sdp)?.[1]
  const iceUfrag = value('ice-ufrag')
  const icePwd = value('ice-pwd')
  const fingerprint = value('fingerprint')
  if (!iceUfrag || !icePwd || !fingerprint) return undefined
  const candidates = [...sdp.matchAll(/^a=(candidate:.*?)\r?$/gm)].map(match => match[1] ?? '')
  return { iceUfrag, icePwd, fingerprint, candidates }
}
