/** What a client's answer tells us: its side of ICE and DTLS, and the streams it announces. */

export interface RemoteParameters {
  readonly iceUfrag: string
  readonly icePwd: string
  readonly fingerprint: string
  readonly setup: 'active' | 'passive' | 'actpass'
  readonly candidates: readonly string[]
}

/** A stream the client announced; those of simulcast it names only in the packets. */
export interface AnnouncedStream {
  readonly mid: string
  readonly ssrc: number
  readonly retransmission?: number | undefined
}

export interface Answer {
  readonly transport: RemoteParameters
  readonly streams: readonly AnnouncedStream[]
}

/** A lot more than fourteen lines with candidates need. */
export const LONGEST_SDP = 100_000

/** The answer, or undefined when it is none that we can use. */
export function readAnswer(sdp: string): Answer | undefined {
  if (sdp.length > LONGEST_SDP) return undefined
  const sections = sdp.split(/\r?\nm=/)
  const values = (name: string, text: string = sdp): readonly string[] => valuesOf(name, text)
  const iceUfrag = values('ice-ufrag')[0]
  const icePwd = values('ice-pwd')[0]
  const fingerprint = values('fingerprint')[0]
  if (!iceUfrag || !icePwd || !fingerprint || !/^[a-z0-9-]+ [0-9A-Fa-f:]+$/.test(fingerprint))
    return undefined
  const candidates = values('candidate').map(value => `candidate:${value}`)
  return {
    transport: {
      iceUfrag,
      icePwd,
      fingerprint,
      setup: values('setup')[0] === 'passive' ? 'passive' : 'active',
      candidates: [...new Set(candidates)],
    },
    streams: sections.slice(1).flatMap(section => streamsOf(section)),
  }
}

const valuesOf = (name: string, text: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^a=${name}:(.*?)\\r?$`, 'gm'))].map(match => match[1] ?? '')

function streamsOf(section: string): readonly AnnouncedStream[] {
  const mid = valuesOf('mid', section)[0]
  if (mid === undefined) return []
  const ssrcs = [...new Set(valuesOf('ssrc', section).map(value => Number.parseInt(value, 10)))]
  const pairs = valuesOf('ssrc-group', section)
    .filter(value => value.startsWith('FID '))
    .map(value => value.split(' ').slice(1).map(Number))
  const repairs = new Set(pairs.map(pair => pair[1]))
  return ssrcs
    .filter(ssrc => Number.isInteger(ssrc) && !repairs.has(ssrc))
    .map(ssrc => {
      const retransmission = pairs.find(pair => pair[0] === ssrc)?.[1]
      return { mid, ssrc, ...(retransmission !== undefined && { retransmission }) }
    })
}
