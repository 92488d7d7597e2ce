/** Real media as the settings want them: the plane, and what signalling tells clients about it. */
import { isIP } from 'node:net'
import { mediaPlane, type RemotePlane } from '#sources/media'
import type { MeetingsSettings } from '#sources/meetings'
import { OperatorError } from '../operator-error.ts'
import { isExposed } from '../settings/exposure.ts'
import type { Settings } from '../settings/table.ts'
import type { AnteroomOptions } from './options.ts'

/** Undefined where media is switched off. Its process and port open with the first call that needs them. */
export function openMedia({ settings, clock, log }: AnteroomOptions): RemotePlane | undefined {
  const slots = mediaSlots(settings)
  if (!settings.media) return undefined
  const { mediaHost: address, mediaPort: port, mediaEngine: library } = settings
  return mediaPlane({ clock, log, address, port, announce: announced(settings), library, slots })
}

/** Throws OperatorError for what is no address: browsers take no names there. */
function announced({ mediaPublicAddresses: addresses }: Settings): readonly string[] {
  const wrong = addresses.find(address => isIP(address) === 0)
  if (wrong === undefined) return addresses
  throw new OperatorError(
    `mediaPublicAddresses: found ${wrong}, expected IP addresses.`,
    'Look the name up, and write its address: --media-public-addresses 203.0.113.7.',
  )
}

type MediaSettings = Pick<MeetingsSettings, 'badNetwork' | 'iceServers'>

/** What signalling must know of media. Throws OperatorError for what is no STUN or TURN server. */
export function mediaSettings(settings: Settings): MediaSettings {
  const { badNetwork, iceServers } = settings
  return {
    badNetwork: badNetwork === 'on' || (badNetwork === 'loopback' && !isExposed(settings)),
    iceServers: iceServers.map(iceServerOf),
  }
}

function iceServerOf(server: object): MeetingsSettings['iceServers'][number] {
  const { urls, username, credential }: Record<string, unknown> = { ...server }
  const list: readonly unknown[] = Array.isArray(urls) ? urls : [urls]
  const isText = (value: unknown): value is string => typeof value === 'string'
  const isOptionalText = (value: unknown) => value === undefined || isText(value)
  if (!list.every(url => isText(url) && /^(stun|turn)s?:/.test(url)) || list.length === 0) {
    throw new OperatorError(
      `iceServers: found urls ${JSON.stringify(urls)}, expected addresses that begin with stun: or turn:.`,
      'Write each server as browsers take it: {"urls":["turn:turn.example:3478"],"username":"u","credential":"c"}.',
    )
  }
  if (!isOptionalText(username) || !isOptionalText(credential)) {
    throw new OperatorError('iceServers: username and credential are texts.', 'Put them in quotes.')
  }
  return {
    urls: list.filter(isText),
    ...(isText(username) && { username }),
    ...(isText(credential) && { credential }),
  }
}

/** How many receive slots of each kind, as `--media-slots` says. Throws OperatorError. */
function mediaSlots({ mediaSlots: given }: Settings): Readonly<Record<keyof typeof SLOTS, number>> {
  const slots = { ...SLOTS }
  for (const [kind, value] of Object.entries(given)) {
    const count = Number(value)
    if (!isKind(kind) || !Number.isInteger(count) || count < 1 || count > MOST_SLOTS) {
      throw new OperatorError(
        `mediaSlots: found ${kind}=${value}, expected ${Object.keys(SLOTS).join(', ')} with 1 to ${MOST_SLOTS} each.`,
        'For example --media-slots audio=4,video=9,screen=1.',
      )
    }
    slots[kind] = count
  }
  return slots
}

const SLOTS = { audio: 4, video: 9, screen: 1 }
const MOST_SLOTS = 16
const isKind = (kind: string): kind is keyof typeof SLOTS => Object.hasOwn(SLOTS, kind)
