/** `anteroom find <anything>`: from one id of a meeting, call, person or resource to all the others. */
import { askTeams, queryText } from './ask-teams.ts'
import { type Command, EXIT } from './command.ts'

export const find: Command = {
  summary: 'From any id or meeting link to all other ids of the same meeting, call or person.',
  usage: ['<id|link>'],
  ownFlags: [
    { flag: '--tenant', value: '<id|name>', help: 'Whose side is looked from. [the first tenant]' },
    { flag: '--format', value: '<text|json>', help: 'How to print. [text]' },
  ],
  examples: [
    "anteroom find 'https://teams.microsoft.com/meet/2123456789012?p=abc'",
    'anteroom find 8:acs:ac500000-0000-4000-8000-0000000000c1_00000000-0000-4000-8000-000000000001',
  ],
  run: async ({ settings, args, own, terminal }) => {
    const path = `/find${queryText({ q: args[0], tenant: own.get('--tenant') })}`
    const answer = await askTeams({ folder: settings.data, path })
    // Sound: the shape that the server's own surface gives.
    const found = (await answer.json()) as Found
    terminal.out(own.get('--format') === 'json' ? JSON.stringify(found, undefined, 2) : textOf(found))
    return found.found ? EXIT.done : EXIT.failed
  },
}

type Item = Readonly<Record<string, unknown>>

interface Found {
  readonly found: boolean
  readonly readAs: string
  readonly meetings: readonly Item[]
  readonly calls: readonly Item[]
  readonly participants: readonly Item[]
  readonly people: readonly Item[]
  readonly resources: readonly Item[]
  readonly notLinked: readonly { readonly from: string; readonly to: string; readonly reason: string }[]
}

const PARTS = ['meetings', 'calls', 'participants', 'people', 'resources'] as const

function textOf(found: Found): string {
  const parts = PARTS.flatMap(part =>
    found[part].length > 0 ? [`${part}:`, ...found[part].map(item => linesOf(item).join('\n')), ''] : [],
  )
  const reasons = found.notLinked.map(({ from, to, reason }) => `not linked: ${from} → ${to}: ${reason}`)
  return [`read as ${found.readAs}`, '', ...parts, ...reasons].join('\n')
}

function linesOf(item: Item): readonly string[] {
  const filled = Object.entries(item).filter(([, value]) => value !== null && value !== '')
  return filled.map(([name, value], at) => `${at === 0 ? '- ' : '  '}${name}: ${plain(value)}`)
}

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
