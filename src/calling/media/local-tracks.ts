/**
 * What this side shows: one track of each kind or none, put on the senders of whatever connections there are. Mute,
 * camera and screen are `replaceTrack` alone: nobody negotiates, and during a handover two connections carry the same.
 */
import type { MediaKind } from '#sources/meetings/client'

export class LocalTracks {
  readonly #tracks = new Map<MediaKind, MediaStreamTrack>()
  readonly #senders = new Map<RTCRtpSender, MediaKind>()

  get(kind: MediaKind): MediaStreamTrack | undefined {
    return this.#tracks.get(kind)
  }

  async set(kind: MediaKind, track: MediaStreamTrack | null): Promise<void> {
    if (track) this.#tracks.set(kind, track)
    else this.#tracks.delete(kind)
    const senders = [...this.#senders].filter(([, one]) => one === kind)
    await Promise.all(senders.map(([sender]) => put(sender, track)))
  }

  /** From now on this sender carries that kind. */
  async feed(sender: RTCRtpSender, kind: MediaKind): Promise<void> {
    this.#senders.set(sender, kind)
    await put(sender, this.#tracks.get(kind) ?? null)
  }

  forget(connection: RTCPeerConnection): void {
    for (const sender of connection.getSenders()) this.#senders.delete(sender)
  }
}

async function put(sender: RTCRtpSender, track: MediaStreamTrack | null): Promise<void> {
  try {
    await sender.replaceTrack(track)
  } catch (error) {
    // Its connection was closed meanwhile: there is nothing left to put a track on.
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error
  }
}
