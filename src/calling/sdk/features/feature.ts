/** Features hang on calls, clients and streams; asking for one never throws, since apps ask without a guard. */
import { notSupported } from '../call-error.ts'

export interface Feature {
  readonly name: string
  on(name: string, listener: (event: never) => void): void
  off(name: string, listener: (event: never) => void): void
  dispose(): void
}

/** What `Features` has under each name; a host's `feature()` gives what it builds. */
export interface FeatureFactory<Host = never, Built extends object = object> {
  readonly name: string
  // A method, so that what any host can have can be asked of each.
  build?(host: Host): Built
}

const refused = (what: string) => () => Promise.reject(notSupported(what))

/** What apps read of a feature in which nothing ever happens. Made anew for each: apps may change them. */
const QUIET = {
  Recording: () => ({ isRecordingActive: false, recordings: [], ...noConsent() }),
  Transcription: () => ({ isTranscriptionActive: false, ...noConsent() }),
  Captions: () => ({
    captions: {
      kind: 'Captions',
      isCaptionsFeatureActive: false,
      supportedSpokenLanguages: [],
      activeSpokenLanguage: '',
      startCaptions: refused('Captions'),
      stopCaptions: async () => undefined,
      setSpokenLanguage: refused('Captions'),
      on: () => undefined,
      off: () => undefined,
    },
  }),
  Reaction: () => ({ sendReaction: refused('A reaction') }),
  Spotlight: () => ({
    maxParticipantsToSpotlight: 7,
    getSpotlightedParticipants: () => [],
    startSpotlight: refused('Spotlight'),
    stopSpotlight: async () => undefined,
    stopAllSpotlight: async () => undefined,
  }),
  BreakoutRooms: () => ({
    breakoutRooms: [],
    assignedBreakoutRooms: undefined,
    breakoutRoomsSettings: undefined,
  }),
  TogetherMode: () => ({
    togetherModeStream: [],
    togetherModeSeatingMap: new Map(),
    sceneSize: { width: 0, height: 0 },
    start: refused('Together mode'),
  }),
  MediaAccess: () => ({
    getAllOthersMediaAccess: () => [],
    getMeetingMediaAccess: () => ({ isAudioPermitted: true, isVideoPermitted: true }),
    permitAudio: refused('Media access'),
    forbidAudio: refused('Media access'),
    permitOthersAudio: refused('Media access'),
    forbidOthersAudio: refused('Media access'),
    permitVideo: refused('Media access'),
    forbidVideo: refused('Media access'),
    permitOthersVideo: refused('Media access'),
    forbidOthersVideo: refused('Media access'),
  }),
  PPTLive: () => ({ isActive: false, target: undefined, activePresenterId: undefined }),
  RealTimeText: () => ({ sendRealTimeText: refused('Real-time text') }),
  Transfer: () => ({
    transfer: () => {
      throw notSupported('Transfer')
    },
  }),
  TeamsMeetingAudioConferencing: () => ({
    getTeamsMeetingAudioConferencingDetails: async () => ({ phoneConferenceId: '', phoneNumbers: [] }),
  }),
  VideoEffects: () => ({
    activeEffects: [],
    isSupported: async () => false,
    startEffects: refused('A video effect'),
    stopEffects: async () => undefined,
  }),
  AudioEffects: () => ({
    activeEffects: {},
    isSupported: async () => false,
    startEffects: refused('An audio effect'),
    stopEffects: async () => undefined,
  }),
  DataChannel: () => ({
    createDataChannelSender: () => {
      throw notSupported('A data channel')
    },
  }),
} satisfies Readonly<Record<string, () => object>>

const noConsent = () => ({ isTeamsConsentRequired: false, grantTeamsConsent: async () => undefined })

export type QuietName = keyof typeof QUIET
export type Quiet<Name extends QuietName> = Feature & ReturnType<(typeof QUIET)[Name]>

const isQuiet = (name: string): name is QuietName => Object.hasOwn(QUIET, name)

export function quietFeature<Name extends QuietName>(name: Name): Quiet<Name>
export function quietFeature(name: string): Feature
export function quietFeature(name: string): Feature {
  const silent = { name, on: () => undefined, off: () => undefined, dispose: () => undefined }
  return isQuiet(name) ? { ...silent, ...QUIET[name]() } : silent
}

/** Builds each feature once a host. */
export class FeatureShelf<Host> {
  private readonly _built = new Map<string, object>()

  get<Built extends object>(factory: FeatureFactory<Host, Built>, host: Host): Built & Feature {
    const { name } = factory
    const feature = this._built.get(name) ?? quietFeature(name)
    if (!this._built.has(name)) {
      const built = factory.build?.(host)
      if (built) Object.defineProperties(feature, Object.getOwnPropertyDescriptors(built))
      this._built.set(name, feature)
    }
    // Sound: under a name lies what the factory of that name built.
    return feature as Built & Feature
  }
}
