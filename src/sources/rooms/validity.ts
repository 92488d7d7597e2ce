/** When a room may be joined, and which spans are possible. Pure. */
import { type Instant, parseIso, toIso } from '#base'
import { roomsError } from './errors.ts'

export interface Validity {
  readonly validFrom: Instant
  readonly validUntil: Instant
}

/** As they stand in a request. */
export interface AskedValidity {
  readonly validFrom?: string | undefined
  readonly validUntil?: string | undefined
}

const LONGEST_DAYS = 180
const DAY_MS = 86_400_000
/** The clients' clocks may be a little behind. */
const SKEW_MS = 5 * 60_000

/** What a new room gets: from now, for 180 days, unless asked otherwise. Throws ApiError 400. */
export function newValidity(asked: AskedValidity, now: Instant): Validity {
  const validFrom = readInstant('validFrom', asked.validFrom) ?? now
  const validUntil = readInstant('validUntil', asked.validUntil) ?? validFrom + LONGEST_DAYS * DAY_MS
  return checked({ validFrom, validUntil }, now)
}

/** What a room has after a change; what is not asked for stays. Throws ApiError 400. */
export function changedValidity(before: Validity, asked: AskedValidity, now: Instant): Validity {
  if (asked.validFrom === undefined && asked.validUntil === undefined) return before
  const validFrom = readInstant('validFrom', asked.validFrom) ?? before.validFrom
  const validUntil = readInstant('validUntil', asked.validUntil) ?? before.validUntil
  return checked({ validFrom, validUntil }, now)
}

export const isValidAt = ({ validFrom, validUntil }: Validity, now: Instant): boolean =>
  validFrom <= now && now < validUntil

function checked({ validFrom, validUntil }: Validity, now: Instant): Validity {
  const said = { from: toIso(validFrom), until: toIso(validUntil), days: LONGEST_DAYS }
  if (validUntil <= validFrom) throw roomsError('EndBeforeStart', said)
  if (validUntil <= now - SKEW_MS) throw roomsError('EndInThePast', said)
  if (validUntil - validFrom > LONGEST_DAYS * DAY_MS) throw roomsError('TooLong', said)
  if (validFrom - now > LONGEST_DAYS * DAY_MS + SKEW_MS) throw roomsError('TooFar', said)
  return { validFrom, validUntil }
}

function readInstant(member: keyof AskedValidity, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined
  const instant = parseIso(text)
  if (instant === undefined) throw roomsError('BadInstant', { member, found: text })
  return instant
}
