/** Operating system and browser, from what the browser says of itself: pure. */

export interface Platform {
  readonly os: string
  readonly browser: 'chrome' | 'edge' | 'firefox' | 'safari' | 'unknown'
  readonly browserVersion: string
}

const SYSTEMS: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/Windows NT ([\d.]+)/, found => `Windows ${found[1] === '10.0' ? '10.0' : found[1]}`],
  [/Android ([\d.]+)/, found => `Android ${found[1]}`],
  [/(?:iPhone|iPad).*? OS ([\d_]+)/, found => `iOS ${found[1]?.replaceAll('_', '.')}`],
  [/Mac OS X ([\d_]+)/, found => `Mac OS X ${found[1]?.replaceAll('_', '.')}`],
  [/CrOS \S+ ([\d.]+)/, found => `Chrome OS ${found[1]}`],
  [/Linux/, () => 'Linux'],
]

/** Edge calls itself Chrome too, and Chrome Safari: the order matters. */
const BROWSERS: readonly (readonly [RegExp, Platform['browser']])[] = [
  [/Edg\/([\d.]+)/, 'edge'],
  [/(?:Headless)?Chrome\/([\d.]+)/, 'chrome'],
  [/Firefox\/([\d.]+)/, 'firefox'],
  [/Version\/([\d.]+).*Safari/, 'safari'],
]

export function platformOf(userAgent: string): Platform {
  const systems = SYSTEMS.flatMap(([pattern, name]) => {
    const found = pattern.exec(userAgent)
    return found ? [name(found)] : []
  })
  const browsers = BROWSERS.flatMap(([pattern, browser]) => {
    const found = pattern.exec(userAgent)
    return found ? [{ browser, browserVersion: found[1] ?? '' }] : []
  })
  return { os: systems[0] ?? 'Unknown', ...(browsers[0] ?? { browser: 'unknown', browserVersion: '' }) }
}
