/** A room whose peers are driven by hand: packets in, packets out, and the time as the test wants it. */
import { Peer } from '../forwarding/peer.ts'
import { Room } from '../forwarding/room.ts'
import type { PlaneEvent } from '../port.ts'
import { isRtcp, type RtpExtension, type RtpPacket, readRtp, writeRtp } from '../rtp/packet.ts'
import { type RtcpPart, readRtcp } from '../rtp/rtcp.ts'
import { EXTENSIONS, receiveLines, type SlotCounts } from '../sdp/lines.ts'

export const START = Date.UTC(2026, 0, 15, 9)

export interface Guest {
  readonly peer: Peer
  /** What came to it, media and control apart. */
  readonly media: RtpPacket[]
  readonly control: Buffer[]
}

export interface TestRoom {
  readonly room: Room
  readonly events: PlaneEvent[]
  now: number
  join(participantId: string): Guest
  /** A packet of that participant reaches the plane. */
  send(guest: Guest, packet: Partial<RtpPacket>): void
  /** Time passes with everything that is done each 20 ms and each second. */
  pass(ms: number): void
}

const SSRC_STEP = 1000

export function aRoom(slots: SlotCounts = { audio: 2, video: 2, screen: 1 }): TestRoom {
  const events: PlaneEvent[] = []
  const room = new Room({ callId: 'call', connection: 'main', emit: event => events.push(event) })
  let ssrc = SSRC_STEP
  const guests: Guest[] = []
  const made: TestRoom = {
    room,
    events,
    now: START,
    join: participantId => {
      ssrc += SSRC_STEP
      const own = ssrc
      const media: RtpPacket[] = []
      const control: Buffer[] = []
      const peer = new Peer(
        {
          participantId,
          callId: 'call',
          ssrc: own,
          bitrateCap: 2_500_000,
          slots: receiveLines(slots).map((line, index) => ({
            line,
            ssrc: own + 10 + index,
            ...(line.kind !== 'audio' && { retransmission: own + 110 + index }),
          })),
          send: bytes => {
            const packet = isRtcp(bytes) ? undefined : readRtp(Buffer.from(bytes))
            if (packet) media.push(packet)
            else control.push(Buffer.from(bytes))
            return true
          },
          forward: (uplink, packet, now) => room.forward(uplink, packet, now),
          appeared: () => room.assign(made.now),
        },
        made.now,
      )
      room.join(peer, made.now)
      room.connected(peer, made.now)
      const guest = { peer, media, control }
      guests.push(guest)
      return guest
    },
    send: ({ peer }, packet) => {
      peer.receive(writeRtp({ ...AUDIO, ...packet }), made.now)
    },
    pass: ms => {
      for (const until = made.now + ms; made.now < until; ) {
        made.now += 20
        for (const { peer } of guests) peer.repair(made.now)
        if ((made.now - START) % 1000 !== 0) continue
        room.assign(made.now)
        for (const { peer } of guests) peer.report(made.now)
      }
    },
  }
  return made
}

const AUDIO: RtpPacket = {
  marker: false,
  payloadType: 111,
  sequenceNumber: 1,
  timestamp: 0,
  ssrc: 1,
  extensions: [],
  payload: Buffer.from([0xfc, 1]),
}

export const mid = (value: string): RtpExtension => ({ id: EXTENSIONS.mid, data: Buffer.from(value) })
export const rid = (value: string): RtpExtension => ({ id: EXTENSIONS.rid, data: Buffer.from(value) })

/** A packet of Opus with its level in −dBov. */
export const audioPacket = (
  ssrc: number,
  sequenceNumber: number,
  minusDecibels = 20,
): Partial<RtpPacket> => ({
  ssrc,
  sequenceNumber,
  timestamp: (sequenceNumber * 960) >>> 0,
  extensions: [{ id: EXTENSIONS.audioLevel, data: Buffer.from([0x80 | minusDecibels]) }, mid('0')],
})

export interface Picture {
  readonly ssrc: number
  readonly sequenceNumber: number
  readonly pictureId: number
  readonly isKey?: boolean
  readonly height?: number
  readonly rid?: string
  readonly mid?: string
}

/** One frame of VP8 in one packet, with a picture id of 15 bits. */
export const videoPacket = (picture: Picture): Partial<RtpPacket> => {
  const { ssrc, sequenceNumber, pictureId, isKey = false, height = 180 } = picture
  const payload = Buffer.from('9080800050160 09d012a0000000000'.replaceAll(' ', ''), 'hex')
  payload.writeUInt16BE(0x8000 | pictureId, 2)
  payload[4] = isKey ? 0x50 : 0x51
  payload.writeUInt16LE((height * 16) / 9, 10)
  payload.writeUInt16LE(height, 12)
  return {
    marker: true,
    payloadType: 96,
    ssrc,
    sequenceNumber,
    timestamp: sequenceNumber * 9000,
    extensions: [mid(picture.mid ?? '1'), ...(picture.rid === undefined ? [] : [rid(picture.rid)])],
    payload,
  }
}

export const partsOf = (guest: Guest): readonly RtcpPart[] =>
  guest.control.flatMap(bytes => [...readRtcp(bytes)])

export const slotOf = (guest: Guest, mid: string) => {
  const slot = guest.peer.slots.find(({ streams }) => streams.line.mid === mid)
  if (!slot) throw new Error(`no slot ${mid}`)
  return slot
}

export const slotSsrc = (guest: Guest, mid: string): number => slotOf(guest, mid).streams.ssrc
