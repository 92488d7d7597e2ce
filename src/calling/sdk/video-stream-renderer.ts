/** A stream → an element that shows it. */
import type { Payload } from '../operations/operations-log.ts'
import { LocalVideoStream } from './local-video-stream.ts'
import type { RemoteVideoStream, StreamSize } from './remote-participant.ts'

export type ScalingMode = 'Stretch' | 'Crop' | 'Fit'

const OBJECT_FIT: Readonly<Record<ScalingMode, string>> = { Stretch: 'fill', Crop: 'cover', Fit: 'contain' }

/** After that long the view is handed out though no picture has come: apps wait for it. */
const FIRST_PICTURE_MS = 5000

export interface CreateViewOptions {
  readonly scalingMode?: ScalingMode
  readonly isMirrored?: boolean
}

export class VideoStreamRenderer {
  private readonly _stream: LocalVideoStream | RemoteVideoStream
  private readonly _views = new Set<VideoStreamRendererView>()

  constructor(stream: LocalVideoStream | RemoteVideoStream) {
    this._stream = stream
  }

  get size(): StreamSize {
    return this._stream instanceof LocalVideoStream ? { width: 0, height: 0 } : this._stream.size
  }

  /** Resolves with the first picture. Rejects when the camera can't be opened. */
  async createView(options: CreateViewOptions = {}): Promise<VideoStreamRendererView> {
    const view = new VideoStreamRendererView(options, view => this._views.delete(view))
    this._views.add(view)
    const stream = this._stream
    const show = () =>
      stream instanceof LocalVideoStream ? view._showLocal(stream) : view._showRemote(stream)
    if (stream.log) await stream.log.run('CreateView', show, payloadOf(stream))
    else await show()
    return view
  }

  dispose(): void {
    for (const view of [...this._views]) view.dispose()
  }
}

const payloadOf = (stream: LocalVideoStream | RemoteVideoStream): Payload =>
  stream instanceof LocalVideoStream
    ? { StreamType: stream.mediaStreamType, Source: 'local' }
    : {
        StreamType: stream.mediaStreamType,
        StreamId: String(stream.id),
        Source: 'remote',
        RemoteParticipantId: stream.participantId,
      }

// Members are private by the compiler only: the UI library reads them through proxies, which `#` forbids.
export class VideoStreamRendererView {
  readonly target: HTMLElement
  readonly isMirrored: boolean
  private readonly _video: HTMLVideoElement
  private readonly _ends: (() => void)[] = []
  private _scalingMode: ScalingMode
  private readonly _gone: (view: VideoStreamRendererView) => void

  constructor(
    { scalingMode = 'Crop', isMirrored = false }: CreateViewOptions,
    gone: (view: VideoStreamRendererView) => void,
  ) {
    this._scalingMode = scalingMode
    this.isMirrored = isMirrored
    this._gone = gone
    this._video = document.createElement('video')
    Object.assign(this._video, { autoplay: true, playsInline: true, muted: true })
    Object.assign(this._video.style, { width: '100%', height: '100%', objectFit: OBJECT_FIT[scalingMode] })
    if (isMirrored) this._video.style.transform = 'scaleX(-1)'
    this.target = document.createElement('div')
    Object.assign(this.target.style, { width: '100%', height: '100%', overflow: 'hidden' })
    this.target.append(this._video)
  }

  get scalingMode(): ScalingMode {
    return this._scalingMode
  }

  async updateScalingMode(scalingMode: ScalingMode): Promise<void> {
    this._scalingMode = scalingMode
    this._video.style.objectFit = OBJECT_FIT[scalingMode]
  }

  dispose(): void {
    for (const end of this._ends.splice(0)) end()
    this._video.srcObject = null
    this.target.remove()
    this._gone(this)
  }

  /** Ours. */
  async _showLocal(stream: LocalVideoStream): Promise<void> {
    this._video.srcObject = await stream.use()
    this._ends.push(
      stream.changes.on('streamChanged', changed => {
        this._video.srcObject = changed
      }),
      () => void stream.endUse(),
    )
    await this._firstPicture()
  }

  /** Ours: also tells the call that this picture is wanted. */
  async _showRemote(stream: RemoteVideoStream): Promise<void> {
    this._video.srcObject = stream.stream ?? null
    this._video.onresize = () =>
      stream.resize({ width: this._video.videoWidth, height: this._video.videoHeight })
    this._ends.push(
      stream.changes.on('streamChanged', changed => {
        this._video.srcObject = changed ?? null
      }),
      stream.views.add(this.target),
    )
    await this._firstPicture()
  }

  private _firstPicture(): Promise<void> {
    if (this._video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return Promise.resolve()
    return new Promise(resolve => {
      const timer = setTimeout(resolve, FIRST_PICTURE_MS)
      this._video.addEventListener(
        'loadeddata',
        () => {
          clearTimeout(timer)
          resolve()
        },
        { once: true },
      )
    })
  }
}
