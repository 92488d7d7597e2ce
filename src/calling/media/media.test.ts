import { expect, test } from 'vitest'
import { describeStreams } from './describe-streams.ts'
import { mediaStateOf, remedyFor } from './recovery.ts'
import { isSameRemote, type RemoteView, remoteOf } from './remote.ts'

test.each([
  ['failed', 'sfu', false, 'renegotiate'],
  ['failed', 'p2p', true, 'restartIce'],
  ['failed', 'p2p', false, 'wait'],
  ['disconnected', 'sfu', false, 'none'],
  ['connected', 'sfu', false, 'none'],
] as const)(
  'a connection that is %s on the path %s (initiator: %s): %s',
  (state, path, initiator, remedy) => {
    expect(remedyFor(state, path, initiator)).toBe(remedy)
  },
)

test('the worst connection is the state of the path', () => {
  expect(mediaStateOf([])).toBe('new')
  expect(mediaStateOf(['connected', 'connected'])).toBe('connected')
  expect(mediaStateOf(['connected', 'connecting'])).toBe('connecting')
  expect(mediaStateOf(['connected', 'disconnected', 'failed'])).toBe('failed')
  expect(mediaStateOf(['closed'])).toBe('failed')
})

/** Tracks are told apart by their name here; streams are made of them by the browser. */
const aConnection = (name: string, mids: Readonly<Record<string, 'audio' | 'video' | 'screen'>>) => ({
  name,
  generation: 1,
  kinds: new Map(Object.entries(mids)),
  pc: {
    getTransceivers: () =>
      Object.keys(mids).map(mid => ({ mid, receiver: { track: { id: `${name}/${mid}` } } })),
  } as unknown as RTCPeerConnection,
  close: () => undefined,
})
const streams = { of: (track: MediaStreamTrack) => track.id as unknown as MediaStream }
const aView = (more: Partial<RemoteView>): RemoteView => ({
  sfu: new Map([['main', aConnection('main', { 3: 'audio', 4: 'video', 5: 'video' })]]),
  slots: [],
  streams: streams as unknown as RemoteView['streams'],
  shows: () => true,
  ...more,
})

test('receive slots become the streams of those who are in them; free ones of nobody', () => {
  const slots = [
    { connection: 'main', mid: '3', kind: 'audio', participantId: 'ada' },
    { connection: 'main', mid: '4', kind: 'video', participantId: 'ada' },
    { connection: 'main', mid: '5', kind: 'video', participantId: null },
    { connection: 'gone', mid: '0', kind: 'video', participantId: 'bob' },
  ] as const
  expect(remoteOf(aView({ slots }))).toEqual(new Map([['ada', { audio: 'main/3', video: 'main/4' }]]))
})

test('a slot that changes its owner is another remote; one that does not is the same', () => {
  const slot = { connection: 'main', mid: '4', kind: 'video' } as const
  const one = remoteOf(aView({ slots: [{ ...slot, participantId: 'ada' }] }))
  expect(isSameRemote(one, remoteOf(aView({ slots: [{ ...slot, participantId: 'ada' }] })))).toBe(true)
  expect(isSameRemote(one, remoteOf(aView({ slots: [{ ...slot, participantId: 'bob' }] })))).toBe(false)
})

test('make before break: while the connection to the peer stands, their streams come from it', () => {
  const p2p = { connection: aConnection('p2p', { 0: 'audio', 1: 'video', 2: 'screen' }), peer: 'ada' }
  const slots = [{ connection: 'main', mid: '4', kind: 'video', participantId: 'ada' }] as const
  const shows = (_: string, kind: string) => kind === 'video'
  expect(remoteOf(aView({ p2p, slots, shows }))).toEqual(
    new Map([['ada', { audio: 'p2p/0', video: 'p2p/1' }]]),
  )
  expect(remoteOf(aView({ slots, shows }))).toEqual(new Map([['ada', { video: 'main/4' }]]))
})

test('a stream is on when its sender shows it: silence is a fault then only', () => {
  const entry = { rawId: '', isOrganizer: false, screen: false, handRaised: false, onHold: false }
  const roster = [{ ...entry, participantId: 'ada', muted: true, camera: true }]
  const slots = [{ connection: 'main', mid: '4', kind: 'video', participantId: 'ada' }] as const
  const describe = describeStreams({ slots, peer: undefined, localTrack: () => undefined }, { roster })
  const inbound = { connection: 'main', direction: 'Inbound' } as const
  expect(describe({ ...inbound, mid: '4', kind: 'video' })).toEqual({
    remoteParticipantId: 'ada',
    isOn: true,
  })
  expect(describe({ ...inbound, mid: '9', kind: 'audio' })).toEqual({
    remoteParticipantId: undefined,
    isOn: false,
  })
  expect(describe({ connection: 'main', mid: '0', kind: 'audio', direction: 'Outbound' })).toEqual({
    isOn: false,
  })
})
