/**
 * SecureTransport by werift: ICE, DTLS and SRTP in TypeScript, for machines without a native build. It cannot share a
 * port, so that every connection has one of its own, and it costs about twice the processor time.
 */
import { setTimeout as pause } from 'node:timers/promises'
import {
  IceCandidate,
  ProtectionProfileAeadAes128Gcm,
  ProtectionProfileAes128CmHmacSha1_80,
  RTCDtlsFingerprint,
  RTCDtlsParameters,
  RTCDtlsTransport,
  RTCIceGatherer,
  RTCIceParameters,
  RTCIceTransport,
  RtpPacket,
} from 'werift'
import { invariant } from '#base'
import type { PairEnd, PeerPair, PeerState } from '../port.ts'
import { isRtcp } from '../rtp/packet.ts'
import type { RemoteParameters } from '../sdp/answer.ts'
import type { TransportParameters } from '../sdp/offer.ts'
import { candidateType } from './candidate-type.ts'
import type {
  SecureTransport,
  TransportEvents,
  TransportLibrary,
  TransportOptions,
} from './secure-transport.ts'

const PROFILES = [ProtectionProfileAeadAes128Gcm, ProtectionProfileAes128CmHmacSha1_80]

/** A handshake that lost a message at the wrong moment waits for ever here; a fresh connection is there sooner. */
const HANDSHAKE_MS = 5000

/** ICE states that are news once the connection was made; DTLS says when it is. */
const STATES: Readonly<Record<string, PeerState>> = { disconnected: 'disconnected', failed: 'failed' }

export const weriftLibrary = ({ address }: Pick<TransportOptions, 'address'>): TransportLibrary => ({
  open: events => open(events, address),
})

async function open(events: TransportEvents, address: string): Promise<SecureTransport> {
  const certificate = await RTCDtlsTransport.SetupCertificate()
  const isIpv6 = address.includes(':')
  const gatherer = new RTCIceGatherer({
    useIpv4: !isIpv6,
    useIpv6: isIpv6,
    useTcp: false,
    interfaceAddresses: { [isIpv6 ? 'udp6' : 'udp4']: address },
    additionalHostAddresses: [address],
    // The machine's other addresses are gathered as well, but nothing listens there: their sockets are bound to ours.
    filterCandidatePair: ({ localCandidate }) => localCandidate.host === address,
  })
  const ice = new RTCIceTransport(gatherer)
  ice.connection.iceControlling = true
  const dtls = new RTCDtlsTransport({}, ice, certificate, PROFILES)
  await ice.gather()
  return new WeriftTransport({ ice, dtls, events, address })
}

interface Opened {
  readonly ice: RTCIceTransport
  readonly dtls: RTCDtlsTransport
  readonly events: TransportEvents
  readonly address: string
}

class WeriftTransport implements SecureTransport {
  readonly local: TransportParameters
  readonly #opened: Opened
  #isConnected = false
  #isClosed = false

  constructor(opened: Opened) {
    const { ice, dtls, address } = opened
    this.#opened = opened
    const fingerprint = dtls.localParameters.fingerprints[0]
    invariant(fingerprint, 'the library has a certificate')
    this.local = {
      iceUfrag: ice.localParameters.usernameFragment,
      icePwd: ice.localParameters.password,
      fingerprint: `${fingerprint.algorithm} ${fingerprint.value}`,
      candidates: ice.localCandidates
        .filter(candidate => candidate.ip === address)
        .map(candidate => `candidate:${candidate.toJSON().candidate?.replace(/^candidate:/, '')}`),
    }
    ice.onStateChange.subscribe(state => {
      const known = STATES[state]
      if (known) this.#tell(known)
      else if (state === 'connected' && this.#isConnected) this.#tell('connected')
    })
    // The library would parse each packet for its own receivers; we take what it decrypts.
    dtls.srtpStarted = true
  }

  connect(remote: RemoteParameters): void {
    const { ice, dtls } = this.#opened
    const { iceUfrag, icePwd, fingerprint, setup, candidates } = remote
    const [algorithm = '', value = ''] = fingerprint.split(' ')
    ice.setRemoteParams(
      new RTCIceParameters({ usernameFragment: iceUfrag, password: icePwd, iceLite: false }),
    )
    dtls.role = setup === 'active' ? 'server' : 'client'
    dtls.setRemoteParams(
      new RTCDtlsParameters(
        [new RTCDtlsFingerprint(algorithm, value)],
        setup === 'active' ? 'client' : 'server',
      ),
    )
    for (const candidate of candidates) this.addCandidate(candidate)
    void this.#start()
  }

  async #start(): Promise<void> {
    const { ice, dtls, events } = this.#opened
    try {
      await ice.start()
      await within(HANDSHAKE_MS, dtls.start())
      dtls.updateSrtpSession()
    } catch {
      this.#tell('failed')
      return
    }
    ice.connection.onData.subscribe(bytes => {
      const packet = this.#decrypted(bytes)
      if (packet && !this.#isClosed) events.packet(packet)
    })
    this.#isConnected = true
    this.#tell('connected')
  }

  /** Undefined for what is not media (DTLS, RFC 7983) and what was tampered with. */
  #decrypted(bytes: Buffer): Buffer | undefined {
    const first = bytes[0] ?? 0
    if (first < 128 || first > 191 || bytes.length < 12) return undefined
    const { srtp, srtcp } = this.#opened.dtls
    try {
      return isRtcp(bytes) ? srtcp.decrypt(bytes) : srtp.decrypt(bytes)
    } catch {
      return undefined
    }
  }

  addCandidate(candidate: string): void {
    if (this.#isClosed) return
    try {
      const parsed = IceCandidate.fromJSON({ candidate, sdpMid: '0', sdpMLineIndex: 0 })
      // One that cannot be used is no loss: the address is learnt from its packets.
      void this.#opened.ice.addRemoteCandidate(parsed)?.catch(() => {})
    } catch {}
  }

  send(packet: Buffer): boolean {
    if (!this.#isConnected || this.#isClosed) return false
    const { ice, dtls } = this.#opened
    const sealed = isRtcp(packet) ? dtls.srtcp.encrypt(packet) : sealedRtp(dtls, packet)
    // A datagram that cannot leave is a lost one.
    ice.connection.send(sealed).catch(() => {})
    return true
  }

  pair(): PeerPair | undefined {
    const pair = this.#opened.ice.connection.nominated
    return pair && { ...endOf(pair.remoteCandidate), own: endOf(pair.localCandidate) }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#opened.dtls.stop()
  }

  #tell(state: PeerState): void {
    if (!this.#isClosed) this.#opened.events.state(state)
  }
}

/** As it settles; rejects when that takes longer. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const cancel = new AbortController()
  const late = pause(ms, undefined, { signal: cancel.signal, ref: false }).then(() => {
    throw new Error(`not done in ${ms} ms`)
  })
  try {
    await Promise.race([work, late])
  } finally {
    cancel.abort()
    // Whichever lost the race has nobody left to hear of it.
    work.catch(() => {})
    late.catch(() => {})
  }
}

const endOf = ({ host, port, type }: { host: string; port: number; type: string }): PairEnd => ({
  address: host,
  port,
  type: candidateType(type),
})

function sealedRtp(dtls: RTCDtlsTransport, packet: Buffer): Buffer {
  const { header, payload } = RtpPacket.deSerialize(packet)
  return dtls.srtp.encrypt(payload, header)
}
