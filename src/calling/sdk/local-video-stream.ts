/** A picture of this side: a camera, the screen, or whatever stream the app makes itself. */
import { Emitter } from '../emitter.ts'
import type { OperationsLog } from '../operations/operations-log.ts'
import { deviceIdOf, type VideoDeviceInfo } from './device-manager.ts'
import { type Feature, type FeatureFactory, FeatureShelf } from './features/feature.ts'

export type MediaStreamType = 'Video' | 'ScreenSharing' | 'RawMedia'

interface LocalVideoStreamEvents {
  videoSourceChanged: { readonly source: VideoDeviceInfo; readonly mediaStreamType: MediaStreamType }
  /** Ours: the picture is another one; renderers and calls follow. */
  streamChanged: MediaStream
}

const CAMERA = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } }

export class LocalVideoStream {
  /** Ours; see `streamChanged`. */
  readonly changes = new Emitter<LocalVideoStreamEvents>()
  /** Ours: of the call that shows it; renderers write there how they fared. */
  log: OperationsLog | undefined
  private _source: VideoDeviceInfo
  private _type: MediaStreamType
  private _stream: Promise<MediaStream> | undefined
  /** Opened here, so it is closed here when nobody uses it any more. */
  private _isOwn: boolean
  private _users = 0
  private readonly _features = new FeatureShelf<LocalVideoStream>()

  constructor(source: VideoDeviceInfo | MediaStream, type?: MediaStreamType) {
    this._isOwn = !(source instanceof MediaStream)
    if (source instanceof MediaStream) {
      const [track] = source.getVideoTracks()
      this._source = { id: `stream:${source.id}`, name: track?.label ?? '', deviceType: 'Virtual' }
      this._type = type ?? 'RawMedia'
      this._stream = Promise.resolve(source)
    } else {
      this._source = source
      this._type = 'Video'
    }
  }

  get source(): VideoDeviceInfo {
    return this._source
  }

  get mediaStreamType(): MediaStreamType {
    return this._type
  }

  /** Opens the camera with the first call; rejects as getUserMedia does. */
  getMediaStream(): Promise<MediaStream> {
    this._stream ??= openCamera(this._source).catch((error: unknown) => {
      this._stream = undefined
      throw error
    })
    return this._stream
  }

  async setMediaStream(stream: MediaStream): Promise<void> {
    await this._close()
    this._stream = Promise.resolve(stream)
    this._isOwn = false
    this._type = 'RawMedia'
    this.changes.emit('streamChanged', stream)
  }

  async switchSource(source: VideoDeviceInfo): Promise<void> {
    if (source.id === this._source.id) return
    const isOpen = this._stream !== undefined
    await this._close()
    this._source = source
    this._type = 'Video'
    this.changes.emit('videoSourceChanged', { source, mediaStreamType: this._type })
    if (isOpen) this.changes.emit('streamChanged', await this.getMediaStream())
  }

  /** Ours: for renderers and calls. The camera is on as long as one of them uses it. */
  async use(): Promise<MediaStream> {
    this._users += 1
    try {
      return await this.getMediaStream()
    } catch (error) {
      this._users -= 1
      throw error
    }
  }

  /** Ours: ends one `use`. */
  async endUse(): Promise<void> {
    this._users = Math.max(0, this._users - 1)
    if (this._users === 0) await this._close()
  }

  /** Lets the camera go. */
  dispose(): void {
    void this._close()
  }

  /** The camera's light goes out; the next use opens it again. */
  private async _close(): Promise<void> {
    const stream = this._stream
    if (!stream || !this._isOwn) return
    this._stream = undefined
    for (const track of (await stream).getTracks()) track.stop()
  }

  feature<Built extends object>(factory: FeatureFactory<LocalVideoStream, Built>): Built & Feature {
    return this._features.get(factory, this)
  }

  on(
    name: 'videoSourceChanged',
    listener: (event: LocalVideoStreamEvents['videoSourceChanged']) => void,
  ): void {
    this.changes.on(name, listener)
  }

  off(
    name: 'videoSourceChanged',
    listener: (event: LocalVideoStreamEvents['videoSourceChanged']) => void,
  ): void {
    this.changes.off(name, listener)
  }
}

const openCamera = (source: VideoDeviceInfo): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia({ video: { ...CAMERA, deviceId: { exact: deviceIdOf(source) } } })
