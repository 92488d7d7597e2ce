/** Words of our tables ⇄ enumerations of Graph's call records. A word without a partner reads as Graph's `unknown`. */

const pairs = <Ours extends string, Theirs extends string>(table: Readonly<Record<Ours, Theirs>>) => {
  const forth = new Map<string, Theirs>()
  const back = new Map<string, Ours>()
  for (const ours in table) {
    const theirs = table[ours]
    forth.set(ours.toLowerCase(), theirs)
    if (!back.has(theirs)) back.set(theirs, ours)
  }
  return {
    toGraph: (text: string): Theirs | undefined => forth.get(text.toLowerCase()),
    fromGraph: (text: string): Ours | undefined => back.get(text),
  }
}

export const callTypes = pairs({ Conf: 'groupCall', P2P: 'peerToPeer' })

export const modalities = pairs({
  Audio: 'audio',
  Video: 'video',
  VBSS: 'videoBasedScreenSharing',
  AppSharing: 'screenSharing',
})

export const mediaLabels = pairs({
  Audio: 'main-audio',
  Video: 'main-video',
  VBSS: 'applicationsharing-video',
  AppSharing: 'data',
})

export const connections = pairs({
  Wired: 'wired',
  Wifi: 'wifi',
  MobileBB: 'mobile',
  Tunnel: 'tunnel',
})

export const transports = pairs({ UDP: 'udp', TCP: 'tcp' })

export const failureStages = pairs({ CallSetup: 'callSetup', Midcall: 'midcall' })

/** By the rating from 0, shown and not answered, to 5. */
export const RATINGS = ['notRated', 'bad', 'poor', 'fair', 'good', 'excellent'] as const

export const AUDIO_CODECS = [
  'cn', 'pcma', 'pcmu', 'amrWide', 'g722', 'g7221', 'g7221c', 'g729', 'multiChannelAudio', 'muchv2', 'opus', 'satin',
  'satinFullband', 'rtAudio8', 'rtAudio16', 'silk', 'silkNarrow', 'silkWide', 'siren', 'xmsRta',
] as const // biome-ignore format: a list of names

export const VIDEO_CODECS = [
  'av1', 'h263', 'h264', 'h264s', 'h264uc', 'h265', 'rtvc1', 'rtVideo', 'xrtvc1',
] as const // biome-ignore format: a list of names

export type Codec = (typeof AUDIO_CODECS)[number] | (typeof VIDEO_CODECS)[number] | 'unknown'

/** `OPUS` → opus; a codec that Graph has no word for is `unknown`. */
export const codecOf = (codecs: readonly Codec[], text: string): Codec =>
  codecs.find(codec => codec.toLowerCase() === text.toLowerCase()) ?? 'unknown'

const PLATFORMS: readonly (readonly [pattern: RegExp, platform: Platform])[] = [
  [/^windows/i, 'windows'],
  [/^mac ?os/i, 'macOS'],
  [/^(ios|ipados|iphone)/i, 'iOS'],
  [/^android/i, 'android'],
]

export type Platform =
  | 'windows' | 'macOS' | 'iOS' | 'android' | 'web' | 'ipPhone' | 'roomSystem' | 'surfaceHub' | 'holoLens' | 'unknown' // biome-ignore format: a list of names

/** A client in a browser is `web`, whatever system is below it. */
export function platformOf(system: string, userAgentCategory: string): Platform {
  if (/ Web$/.test(userAgentCategory)) return 'web'
  return PLATFORMS.find(([pattern]) => pattern.test(system))?.[1] ?? 'unknown'
}
