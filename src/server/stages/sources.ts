/** Where facts come from: whom the server believes, and the sources that ask it. */

import type { Directory } from '#directory'
import { type Chat, createChat } from '#sources/chat'
import { createIdentity, type EntraProblem, type Identity } from '#sources/identity'
import type { RemotePlane } from '#sources/media'
import { createMeetings, type Meetings, meetingDirectoryOf } from '#sources/meetings'
import { createRooms, type Rooms } from '#sources/rooms'
import { type EntraCheck, entraCheck } from '../auth/entra.ts'
import { signallingTokens } from '../auth/signalling-tokens.ts'
import { openSigningKey } from '../auth/signing-key.ts'
import { type TokenService, tokenService } from '../auth/token-service.ts'
import { isExposed } from '../settings/exposure.ts'
import type { Stages } from './behind-sources.ts'
import { mediaSettings, openMedia } from './media.ts'
import { followMeetings } from './meeting-chat.ts'
import type { AnteroomOptions } from './options.ts'
import { roomAccessOf } from './room-access.ts'

/** Whom the server believes: its own token service, and Entra's tokens as strictly as it was told. */
export interface Trust {
  readonly tokens: TokenService
  readonly entra: EntraCheck
}

export async function openTrust(
  { settings, clock, ids }: AnteroomOptions,
  directory: Directory,
): Promise<Trust> {
  const key = await openSigningKey(settings.data)
  const tokens = tokenService({ directory, clock, ids, key, allowsUsers: !isExposed(settings) })
  const entra = entraCheck({
    level: settings.entra,
    clock,
    ownKeys: tokens.keys,
    issuerKeysUrl: settings.entraKeysUrl,
    isKnownTenant: tenant => directory.tenant(tenant) !== undefined,
  })
  return { tokens, entra }
}

export interface Sources {
  readonly identity: Identity
  readonly meetings: Meetings
  /** Absent where media is switched off. */
  readonly media: RemotePlane | undefined
  readonly chat: Chat
  readonly rooms: Rooms
}

export async function openSources(
  options: AnteroomOptions,
  stages: Stages,
  { entra }: Trust,
): Promise<Sources> {
  const { settings, clock, ids, log } = options
  const { state, directory } = stages
  const { enforceLimits } = settings
  const entraProblem: EntraProblem = async (token, audiences) => {
    const verdict = await entra.check(token, audiences)
    return verdict.kind === 'refused' ? verdict.reason : undefined
  }
  const identity = await createIdentity({
    state,
    directory,
    clock,
    ids,
    entraProblem,
    settings: { enforceLimits },
  })
  const rooms = createRooms({ state, directory, clock, ids })
  const media = openMedia(options)
  const meetings = createMeetings({
    state,
    directory: meetingDirectoryOf(directory),
    clock: options.meetingsClock ?? clock,
    ids,
    log,
    verifyToken: signallingTokens(identity, entra),
    media,
    roomAccess: roomAccessOf(rooms),
    settings: {
      lobbyMs: settings.lobbyMinutes * 60_000,
      allowTestUsers: !isExposed(settings),
      ...mediaSettings(settings),
      ...options.meetingsSettings,
    },
  })
  await meetings.recover()
  const chat = await createChat({
    state,
    directory,
    users: identity,
    clock,
    ids,
    settings: { enforceLimits, meetingChat: settings.meetingChat },
  })
  followMeetings(meetings, chat.meetings, log)
  return { identity, meetings, media, chat, rooms }
}
