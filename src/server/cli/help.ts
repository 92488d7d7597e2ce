/** The help texts, from the tables of commands and settings. */
import { settingsHelp } from '../settings/help.ts'
import type { Command } from './command.ts'
import { commands } from './commands.ts'

export async function generalHelp(): Promise<string> {
  const all = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => ({ name, ...(await load()) })),
  )
  const calls = all.map(({ name, usage, summary }) => ({ call: [name, ...usage].join(' '), summary }))
  const width = Math.max(...calls.map(({ call }) => call.length))
  const lines = calls.map(({ call, summary }) => `  ${call.padEnd(width)}  ${summary}`)
  return [
    'Every metric and log of external users in meetings, on your own machine.',
    '',
    'Usage: anteroom <command> [settings]',
    '',
    ...lines,
    '',
    'anteroom <command> --help shows the settings.',
  ].join('\n')
}

export function helpOf(name: string, { summary, usage, ownFlags = [], examples = [] }: Command): string {
  return [
    summary,
    '',
    `Usage: anteroom ${[name, ...usage].join(' ')} [settings]`,
    '',
    ...ownFlags.map(({ flag, value, help }) => `  ${`${flag} ${value}`.padEnd(30)}  ${help}`),
    ...(ownFlags.length > 0 ? [''] : []),
    settingsHelp(),
    ...(examples.length > 0 ? ['', 'Examples:', ...examples.map(example => `  ${example}`)] : []),
  ].join('\n')
}
