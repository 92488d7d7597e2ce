/** Features hang on calls, clients and streams; asking for one never throws, since apps ask without a guard. */
import { notSupported } from '../call-error.ts'

export interface Feature {
  readonly name: string
  on(name: string, listener: (event: never) => void): void
  off(name: string, listener: (event: never) => void): void
  dispose(): void
}

/** What `Features` has under each name. `build` is absent for a feature that is always quiet. */
export interface FeatureFactory<Host = never> {
  readonly name: string
  readonly build?: (host: Host) => object
}

const refused = (what: string) => () => Promise.reject(notSupported(what))

/** What apps read of a feature in which nothing ever happens. Made anew for each: apps may change them. */
const QUIET: Readonly<Record<string, () => object>> = {
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
}

const noConsent = () => ({ isTeamsConsentRequired: false, grantTeamsConsent: async () => undefined })

export function quietFeature(name: string): Feature {
  const silent = { name, on: () => undefined, off: () => undefined, dispose: () => undefined }
  return { ...silent, ...QUIET[name]?.() }
}

/** Builds each feature once a host. */
export class FeatureShelf<Host> {
  private readonly _built = new Map<string, object>()

  get(factory: FeatureFactory<Host>, host: Host): object {
    const { name } = factory
    const known = this._built.get(name)
    if (known) return known
    const feature = factory.build ? { ...quietFeature(name) } : quietFeature(name)
    const built = factory.build?.(host)
    if (built) Object.defineProperties(feature, Object.getOwnPropertyDescriptors(built))
    this._built.set(name, feature)
    return feature
  }
}
