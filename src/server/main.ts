/** The command line: finds the command, reads the settings, prints what went wrong and how to mend it. */
import { readFile } from 'node:fs/promises'
import { messageOf } from '#base'
import { type Command, type CommandContext, EXIT, type Terminal } from './cli/command.ts'
import { commands } from './cli/commands.ts'
import { generalHelp, helpOf } from './cli/help.ts'
import { OperatorError } from './operator-error.ts'
import { closest } from './settings/closest.ts'
import { configPath, readSettings } from './settings/read-settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Runs `anteroom <argv>`; gives the exit code: 0 done, 1 failed, 2 wrongly called. */
export async function main(argv: readonly string[], env: Environment): Promise<number> {
  const terminal = realTerminal()
  try {
    return await dispatch(argv, env, terminal)
  } catch (error) {
    terminal.err(`anteroom: ${messageOf(error)}`)
    if (error instanceof OperatorError) terminal.err(`  ${error.fix}`)
    return EXIT.failed
  }
}

async function dispatch(argv: readonly string[], env: Environment, terminal: Terminal): Promise<number> {
  const [name = 'help', ...flags] = argv
  const wantsHelp = ['help', '--help', '-h'].includes(name)
  const load = commands[wantsHelp ? (flags[0] ?? '') : name]
  if (!load && !wantsHelp) return misused(terminal, unknownCommand(name))
  if (!load) {
    terminal.out(await generalHelp())
    return EXIT.done
  }
  const command = await load()
  if (wantsHelp || flags.includes('--help') || flags.includes('-h')) {
    terminal.out(helpOf(name, command))
    return EXIT.done
  }
  const context = await contextOf(command, { flags, env }, terminal)
  return context.kind === 'invalid' ? misused(terminal, context.problems) : command.run(context)
}

type Context =
  | ({ readonly kind: 'context' } & CommandContext)
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

async function contextOf(
  { ownFlags = [], usage }: Command,
  given: { readonly flags: readonly string[]; readonly env: Environment },
  terminal: Terminal,
): Promise<Context> {
  const read = readSettings({
    ...given,
    ownFlags,
    file: await readConfig(given),
  })
  if (read.kind === 'invalid') return read
  const [most, count] = [usage.length, read.rest.length]
  // The last argument may stand several times.
  const isOpen = usage.at(-1)?.endsWith('…>')
  if (count > most && !isOpen)
    return { kind: 'invalid', problems: [`${read.rest[most]}: one argument too many.`] }
  if (count < most) return { kind: 'invalid', problems: [`${usage.slice(count).join(' ')} is missing.`] }
  return {
    kind: 'context',
    settings: read.settings,
    args: read.rest,
    own: read.own,
    terminal,
    env: given.env,
  }
}

async function readConfig(given: { readonly flags: readonly string[]; readonly env: Environment }) {
  const { path, isRequired } = configPath(given)
  try {
    return { path, value: JSON.parse(await readFile(path, 'utf8')) as unknown }
  } catch (error) {
    const isAbsent = Reflect.get(Object(error), 'code') === 'ENOENT'
    if (isAbsent && !isRequired) return undefined
    throw new OperatorError(
      `${path} can't be read: ${messageOf(error)}`,
      'It must be a JSON file of settings.',
    )
  }
}

function misused(terminal: Terminal, problems: readonly string[]): number {
  for (const problem of problems) terminal.err(`anteroom: ${problem}`)
  terminal.err('  anteroom --help says what there is.')
  return EXIT.misused
}

function unknownCommand(name: string): readonly string[] {
  const guess = closest(name, Object.keys(commands))
  return [`${name}: unknown command${guess ? `; did you mean ${guess}?` : '.'}`]
}

const realTerminal = (): Terminal => ({
  out: text => void process.stdout.write(`${text}\n`),
  err: text => void process.stderr.write(`${text}\n`),
  isInteractive: process.stdout.isTTY === true,
  columns: process.stdout.columns ?? 120,
})
