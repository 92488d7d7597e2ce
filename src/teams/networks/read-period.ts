/** From when until when a file says where networks are: `startDate` is required of building files, `endDate` is not. */
import { parseIso, toIso } from '#base'
import { networksError } from './errors.ts'
import { quoted } from './problem.ts'
import type { FileKind } from './store.ts'

export interface Period {
  readonly validFrom: string | null
  readonly validUntil: string | null
}

/** Query parameters under lower case names. Throws ApiError 400. */
export function readPeriod(query: Readonly<Record<string, string>>, kind: FileKind): Period {
  if (kind === 'endpoints') return { validFrom: null, validUntil: null }
  const from = dateOf('startDate', query.startdate ?? '')
  const until = query.enddate ? dateOf('endDate', query.enddate) : undefined
  if (until !== undefined && until <= from) {
    const expected = `a day after startDate (${query.startdate})`
    throw networksError('BadDate', { name: 'endDate', found: quoted(query.enddate ?? ''), expected })
  }
  return { validFrom: toIso(from), validUntil: until === undefined ? null : toIso(until) }
}

function dateOf(name: string, text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseIso(`${text}T00:00:00Z`) : undefined
  // The 30th of February would become a day of March.
  if (at !== undefined && toIso(at).startsWith(text)) return at
  const expected =
    'a day as 2026-01-31; a start eight months back also maps the history that call quality keeps'
  throw networksError('BadDate', { name, found: quoted(text), expected })
}
