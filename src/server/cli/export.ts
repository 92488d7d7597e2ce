/** `anteroom export call-records`: a tenant's calls as Graph's call records, one a line, for keeping. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { OperatorError } from '../operator-error.ts'
import { askTeams, queryText } from './ask-teams.ts'
import { type Command, EXIT } from './command.ts'

export const exportCommand: Command = {
  summary: 'Writes calls of a tenant as call records of Microsoft Graph, one a line.',
  usage: ['call-records'],
  ownFlags: [
    { flag: '--from', value: '<day|instant>', help: 'Calls that began then or later. [all]' },
    { flag: '--to', value: '<day|instant>', help: 'Calls that began before. [now]' },
    { flag: '--tenant', value: '<id|name>', help: 'Whose calls. [the first tenant]' },
    { flag: '--out', value: '<file>', help: 'Where to; without it, to the standard output.' },
  ],
  examples: ['anteroom export call-records --from 2026-01-01 --to 2026-02-01 --out january.jsonl'],
  run: async ({ settings, args, own, terminal }) => {
    if (args[0] !== 'call-records') {
      throw new OperatorError(`export ${args[0]}: unknown.`, 'anteroom export call-records --from 2026-01-01')
    }
    const query = { from: own.get('--from'), to: own.get('--to'), tenant: own.get('--tenant') }
    const answer = await askTeams({ folder: settings.data, path: `/call-records${queryText(query)}` })
    const out = own.get('--out')
    if (!answer.body) return EXIT.done
    const lines = Readable.fromWeb(answer.body)
    if (out !== undefined) {
      await pipeline(lines, createWriteStream(out))
      terminal.err(`Written to ${out}.`)
    } else for await (const chunk of lines.setEncoding('utf8')) terminal.out(String(chunk).replace(/\n$/, ''))
    return EXIT.done
  },
}
