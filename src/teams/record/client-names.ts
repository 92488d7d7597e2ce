/** What call quality calls clients and systems: categories of user agents, systems without their builds. */
import type { Leg } from '#records'

/** Our own media server. */
export const SERVER_CATEGORY = 'AV-MCU'

const MOBILE = /Android|iPhone|iPad|iOS/i
const BROWSER = /^Mozilla\//

/** `Teams Desktop`, `ACS Web`, …; empty for phones and bots, which have no client of a user. */
export function userAgentCategoryOf({ client, userAgent = '', osVersion = '' }: Leg): string {
  if (client === 'phone' || client === 'bot') return ''
  const family = client === 'teams' ? 'Teams' : 'ACS'
  if (MOBILE.test(osVersion) || MOBILE.test(userAgent)) return `${family} Mobile`
  return BROWSER.test(userAgent) || client === 'acs' ? `${family} Web` : `${family} Desktop`
}

const SYSTEMS: readonly (readonly [pattern: RegExp, name: (match: RegExpExecArray) => string])[] = [
  [/windows(?: nt)? ?(11|10|8\.1|8|7)/i, match => `Windows ${match[1]}`],
  [/windows/i, () => 'Windows'],
  [/android ?(\d+)?/i, match => (match[1] ? `Android ${match[1]}` : 'Android')],
  [/(?:iphone os|ios|ipados) ?(\d+)?/i, match => (match[1] ? `iOS ${match[1]}` : 'iOS')],
  [/mac ?os|macintosh|darwin/i, () => 'macOS'],
  [/cros|chrome ?os/i, () => 'ChromeOS'],
  [/linux|ubuntu|debian/i, () => 'Linux'],
]

/** The system without its build, so that figures can be grouped by it; empty when unknown, as told when unfamiliar. */
export function systemOf(osVersion: string | undefined): string {
  if (!osVersion) return ''
  for (const [pattern, name] of SYSTEMS) {
    const match = pattern.exec(osVersion)
    if (match) return name(match)
  }
  return osVersion
}
