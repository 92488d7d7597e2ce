/** What must hold before anybody but this machine can reach the server: its published secrets protect nothing. */
import { isLoopback } from '../http/loopback.ts'
import { OperatorError } from '../operator-error.ts'
import type { Settings } from './table.ts'

export const isExposed = ({ host }: Pick<Settings, 'host'>): boolean => !host.every(isLoopback)

/** Why these addresses are refused; undefined when they are fine. `published` as the directory lists it. */
export function exposureProblem(
  settings: Pick<Settings, 'host' | 'entra'>,
  published: readonly string[],
): OperatorError | undefined {
  if (!isExposed(settings)) return undefined
  const where = settings.host.join(', ')
  if (settings.entra !== 'strict') {
    return new OperatorError(
      `${where} is reachable by others, and --entra ${settings.entra} believes tokens that nobody signed.`,
      'Add --entra strict, or listen on loopback only.',
    )
  }
  if (published.length === 0) return undefined
  return new OperatorError(
    `${where} is reachable by others, and the secrets of ${published.join(', ')} are published.`,
    'Add --keys random (makes new ones for good), or --seed a file with your own.',
  )
}
