/** Suggested limits by scope, in percent: poor audio, failed set-up, drops. */
import type { ReportPanel } from '../model.ts'
import { DIRECT, DROPPED, either, type Filter, INSIDE, is, MEETINGS, POOR, SETUP } from './parts.ts'

type Limits = readonly [poor: number, setup: number, dropped: number]

const FAST = '^5|5 ?GHz'
const band = (pattern: string): Filter => ({
  dimension: 'Second WiFi Band',
  operator: 'matches',
  values: [pattern],
})
const WIRED = is('Second Network Connection Detail', 'Wired')
const BOTH_INSIDE = is('Inside Corp Pair', 'Inside : Inside')
const WIRED_OR_FAST = either('radio', is('Network Connection Detail Pair', 'Wired : Wired'), band(FAST))

const SCOPES: readonly (readonly [title: string, filters: readonly Filter[], limits: Limits])[] = [
  ['Everything', [], [3, 1, 3]],
  ['Inside', [INSIDE], [2, 0.5, 2]],
  ['Meetings', [MEETINGS], [2, 0.5, 3]],
  ['Meetings, inside', [MEETINGS, INSIDE], [2, 0.5, 2]],
  ['Meetings, inside, wired', [MEETINGS, INSIDE, WIRED], [1, 0.5, 1]],
  ['Meetings, inside, Wi-Fi 5 GHz', [MEETINGS, INSIDE, band(FAST)], [1, 0.5, 1]],
  ['Meetings, inside, Wi-Fi 2.4 GHz', [MEETINGS, INSIDE, band('^2|2\\.4')], [2, 0.5, 2]],
  ['Direct calls', [DIRECT], [2, 1, 3]],
  ['Direct calls, inside', [DIRECT, BOTH_INSIDE], [2, 0.5, 2]],
  ['Direct calls, wired or 5 GHz', [DIRECT, ...WIRED_OR_FAST], [2, 1, 1]],
  ['Direct calls, inside, wired or 5 GHz', [DIRECT, BOTH_INSIDE, ...WIRED_OR_FAST], [1, 0.5, 1]],
]

export const scorecard: ReportPanel = {
  id: 'scorecard',
  title: 'Suggested targets and what was reached',
  note: 'Inside needs a building file. Browsers do not tell the band of Wi-Fi; certified devices (target: 80 % of audio streams) are known to nobody here.',
  kind: 'scorecard',
  query: { measures: [POOR, SETUP, DROPPED] },
  rows: SCOPES.map(([title, filters, [poor, setup, dropped]]) => ({
    title,
    filters: [...filters],
    targets: [
      { measure: POOR, limit: poor },
      { measure: SETUP, limit: setup },
      { measure: DROPPED, limit: dropped },
    ],
  })),
}
