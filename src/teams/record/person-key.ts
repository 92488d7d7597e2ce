/**
 * A number for a person: the same for the same person of a tenant's meetings, so that people can still be counted when
 * their names are gone. A pseudonym, not a secret: who knows an id can compute its number.
 */
import { mixed } from './mixed.ts'

/** 16 hex digits of tenant and raw id. */
export const personKey = (tenant: string, rawId: string): string =>
  mixed(`${tenant}|${rawId}`)
    .map(half => half.toString(16).padStart(8, '0'))
    .join('')
