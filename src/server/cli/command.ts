/** What a command of the command line is. */
import type { Settings } from '../settings/table.ts'

export interface Terminal {
  /** One line, or several. */
  out(text: string): void
  err(text: string): void
  /** False when the output goes to a file or another program. */
  readonly isInteractive: boolean
  readonly columns: number
}

export interface CommandContext {
  readonly settings: Settings
  /** As many as `usage` names. */
  readonly args: readonly string[]
  /** Values of the command's own flags. */
  readonly own: ReadonlyMap<string, string>
  readonly terminal: Terminal
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface Command {
  readonly summary: string
  /** The names of its arguments: `['<kql>']`; one that ends in `…>` may stand several times. */
  readonly usage: readonly string[]
  /** Flags beside the settings; one with an empty `value` is a switch. */
  readonly ownFlags?: readonly { readonly flag: string; readonly value: string; readonly help: string }[]
  /** Shown below the help. */
  readonly examples?: readonly string[]
  /** Gives the exit code. Throws OperatorError for what the operator can mend. */
  run(context: CommandContext): Promise<number>
}

export const EXIT = { done: 0, failed: 1, misused: 2 } as const
