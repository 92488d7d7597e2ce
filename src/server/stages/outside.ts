/** The destinations beyond the workspaces: what the configuration says stands behind the names of settings. */
import { type Clock, mismatchText } from '#base'
import { destinationsFrom } from '#destinations'
import type { Switches } from '#policy'
import type { Destination } from '#router'
import { OperatorError } from '../operator-error.ts'
import type { Settings } from '../settings/table.ts'

export interface Outside {
  readonly settings: Settings
  readonly switches: Switches
  /** The value of an environment variable: secrets may be named there. */
  readonly env?: ((name: string) => string | undefined) | undefined
  readonly clock: Clock
}

/** Connects to nothing yet. Throws OperatorError with every mistake of the configuration. */
export async function openOutside({
  settings,
  switches,
  env,
  clock,
}: Outside): Promise<readonly Destination[]> {
  const opened = await destinationsFrom(settings.destinations, {
    env: env ?? (() => undefined),
    nullAsText: switches.nullAsText,
    clock,
  })
  if (opened.kind === 'destinations') return opened.destinations
  throw new OperatorError(
    opened.problems.map(problem => `destinations: ${mismatchText(problem)}`).join('\n'),
    'docs/destinations.md says what the member destinations of the configuration holds.',
  )
}
