/**
 * SecureTransport by node-datachannel (libdatachannel). The library sees one line of media only: with a single line it
 * hands over every packet of the connection once, whatever stream it belongs to.
 */
import {
  type PeerConnection as Connection,
  PeerConnection,
  type SelectedCandidateInfo,
  type Track,
  Video,
} from 'node-datachannel'
import { invariant } from '#base'
import type { PairEnd, PeerState } from '../port.ts'
import type { RemoteParameters } from '../sdp/answer.ts'
import { candidateType } from './candidate-type.ts'
import { oneLineSdp, readParameters } from './one-line.ts'
import type {
  SecureTransport,
  TransportEvents,
  TransportLibrary,
  TransportOptions,
} from './secure-transport.ts'

const STATES: Readonly<Record<string, PeerState>> = {
  connected: 'connected',
  disconnected: 'disconnected',
  failed: 'failed',
}

export const nodeDatachannel = (options: TransportOptions): TransportLibrary => ({
  open: events => open(events, options),
})

async function open(events: TransportEvents, { address, port }: TransportOptions): Promise<SecureTransport> {
  const connection = new PeerConnection('plane', {
    iceServers: [],
    bindAddress: address,
    ...(port !== 0 && { enableIceUdpMux: true, portRangeBegin: port, portRangeEnd: port }),
    disableAutoNegotiation: true,
    forceMediaTransport: true,
  })
  const gathered = new Promise<void>(resolve =>
    connection.onGatheringStateChange(state => state === 'complete' && resolve()),
  )
  const media = new Video('0', 'SendRecv')
  media.addVP8Codec(96)
  const track = connection.addTrack(media)
  const transport = { connection, track, isOpen: false, isClosed: false }
  connection.onStateChange(state => {
    transport.isOpen = state === 'connected' || state === 'disconnected'
    const known = STATES[state]
    if (known && !transport.isClosed) events.state(known)
  })
  track.onMessage(bytes => {
    if (!transport.isClosed) events.packet(bytes)
  })
  connection.setLocalDescription('offer')
  await gathered
  return transportOf(transport)
}

interface Opened {
  readonly connection: Connection
  readonly track: Track
  isOpen: boolean
  isClosed: boolean
}

function transportOf(opened: Opened): SecureTransport {
  const { connection, track } = opened
  const local = readParameters(connection.localDescription()?.sdp ?? '')
  invariant(local, 'the library describes itself')
  return {
    local,
    connect: (remote: RemoteParameters) => {
      if (opened.isClosed) return
      connection.setRemoteDescription(oneLineSdp(remote), 'answer')
      for (const candidate of remote.candidates) addCandidate(connection, candidate)
    },
    addCandidate: candidate => {
      if (!opened.isClosed) addCandidate(connection, candidate)
    },
    // Calls on a closed track have brought processes down: never after `isClosed`.
    send: packet => opened.isOpen && !opened.isClosed && track.isOpen() && track.sendMessageBinary(packet),
    pair: () => {
      const pair = opened.isClosed ? null : connection.getSelectedCandidatePair()
      return pair ? { ...endOf(pair.remote), own: endOf(pair.local) } : undefined
    },
    close: async () => {
      if (opened.isClosed) return
      opened.isClosed = true
      connection.close()
    },
  }
}

const endOf = ({ address, port, type }: SelectedCandidateInfo): PairEnd => ({
  address,
  port,
  type: candidateType(type),
})

/** One that the library cannot read (another protocol, a name) is no loss: the address is learnt from its packets. */
function addCandidate(connection: Connection, candidate: string): void {
  try {
    connection.addRemoteCandidate(candidate, '0')
  } catch {}
}
