/**
 * Which api-versions are served: the listed ones, and every one newer than the oldest of them with one warning,
 * because refusing new versions is what users of emulators complain about most.
 */
import type { ApiError } from '#base'
import { hostError } from './errors.ts'

const FORM = /^(\d{4}-\d{2}-\d{2})(?:-[a-z0-9.-]+)?$/i

export type VersionVerdict =
  | { readonly kind: 'listed' }
  | { readonly kind: 'unlisted' }
  | { readonly kind: 'refused'; readonly error: ApiError }

export function judgeVersion(given: string | undefined, listed: readonly string[]): VersionVerdict {
  const versions = listed.join(', ')
  if (given === undefined || given === '') {
    return { kind: 'refused', error: hostError('VersionMissing', { versions }) }
  }
  if (listed.some(version => version.toLowerCase() === given.toLowerCase())) return { kind: 'listed' }
  const found = given.slice(0, 40)
  const day = FORM.exec(given)?.[1]
  if (day === undefined || Number.isNaN(Date.parse(day))) {
    return { kind: 'refused', error: hostError('VersionMalformed', { found, versions }) }
  }
  return day < (listed[0] ?? '').slice(0, day.length)
    ? { kind: 'refused', error: hostError('VersionTooOld', { found, versions }) }
    : { kind: 'unlisted' }
}
