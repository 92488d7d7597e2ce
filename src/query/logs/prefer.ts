/** The `Prefer` header of the logs API: `wait=60,include-statistics=true,include-render=true`. */

export interface Preferences {
  /** How long the caller lets the query run. */
  readonly waitSeconds: number
  readonly statistics: boolean
  readonly render: boolean
  /** Ours: the phases of the compiler and the SQL beside the result. */
  readonly explain: boolean
}

const DEFAULT_WAIT_SECONDS = 180
const LONGEST_WAIT_SECONDS = 600

/** Unknown preferences are ignored, as RFC 7240 wants it; a wait beyond the service's limit is cut to it. */
export function parsePrefer(header: string | undefined): Preferences {
  const pairs = new Map<string, string>()
  for (const part of (header ?? '').split(/[,;]/)) {
    const [name = '', value = 'true'] = part.split('=')
    pairs.set(name.trim().toLowerCase(), value.trim().toLowerCase())
  }
  const wait = Number(pairs.get('wait') ?? DEFAULT_WAIT_SECONDS)
  const isOn = (name: string) => pairs.get(name) === 'true'
  return {
    waitSeconds: wait > 0 ? Math.min(wait, LONGEST_WAIT_SECONDS) : DEFAULT_WAIT_SECONDS,
    statistics: isOn('include-statistics'),
    render: isOn('include-render'),
    explain: isOn('include-explain'),
  }
}
