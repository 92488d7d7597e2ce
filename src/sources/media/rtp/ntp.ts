/** NTP time as RTCP has it (RFC 3550 §4). */
import type { NtpTime } from './rtcp.ts'

const FROM_1900_TO_1970_S = 2_208_988_800

export function ntpOf(instant: number): NtpTime {
  const seconds = Math.floor(instant / 1000)
  return {
    seconds: (seconds + FROM_1900_TO_1970_S) >>> 0,
    fraction: Math.floor(((instant - seconds * 1000) / 1000) * 0x1_0000_0000) >>> 0,
  }
}

/** The middle 32 bits: 1/65536 s. */
export const middleOf = ({ seconds, fraction }: NtpTime): number =>
  (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0

/** Milliseconds as 1/65536 s. */
export const shortDelay = (ms: number): number => Math.max(0, Math.round((ms * 65_536) / 1000)) >>> 0

/**
 * The round trip in ms by a report's echo of our time: now − when we sent − how long the other kept it (RFC 3550
 * §6.4.1). Undefined without an echo, and for clocks that cannot be true.
 */
export function roundTripOf(now: number, echo: number, kept: number): number | undefined {
  if (echo === 0) return undefined
  const units = (middleOf(ntpOf(now)) - echo - kept) | 0
  const ms = (units * 1000) / 65_536
  // Rounding can make a fast path slightly negative.
  return ms < -2 || ms > 60_000 ? undefined : Math.max(0, ms)
}
