/** Whose a stream is and whether it is on: what the call knows and its statistics don't. */
import type { MediaKind } from '#sources/meetings/client'
import type { MediaSignal } from '../signal/media-messages.ts'
import type { Describe } from '../statistics/sample.ts'
import type { MediaConnections } from './session.ts'

export function describeStreams(
  media: Pick<MediaConnections, 'slots' | 'peer' | 'localTrack'>,
  signal: Pick<MediaSignal, 'roster'>,
): Describe {
  const isShown = (participantId: string, kind: MediaKind): boolean => {
    const entry = signal.roster.find(one => one.participantId === participantId)
    if (!entry) return false
    return kind === 'audio' ? !entry.muted : kind === 'video' ? entry.camera : entry.screen
  }
  return ({ connection, mid, kind, direction }) => {
    if (direction === 'Outbound') return { isOn: media.localTrack(kind) !== undefined }
    const slot = media.slots.find(one => one.connection === connection && one.mid === mid)
    const remoteParticipantId = connection === 'p2p' ? media.peer : slot?.participantId
    const isOn = typeof remoteParticipantId === 'string' && isShown(remoteParticipantId, kind)
    return { remoteParticipantId, isOn }
  }
}
