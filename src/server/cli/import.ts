/** `anteroom import call-records <file…>`: call records of Microsoft Graph into the tables of a tenant. */
import { OperatorError } from '../operator-error.ts'
import { askTeams, queryText } from './ask-teams.ts'
import { type Command, type CommandContext, EXIT } from './command.ts'
import { type FiledRecord, filesIn, readRecordFile } from './record-files.ts'

export const importCommand: Command = {
  summary: 'Brings call records of Microsoft Graph in: a file, several, or a folder.',
  usage: ['call-records', '<file|folder…>'],
  ownFlags: [
    { flag: '--tenant', value: '<id|name>', help: 'Whose calls they are. [the first tenant]' },
    { flag: '--quiet', value: '', help: 'Only what was not taken, and the sum.' },
  ],
  examples: [
    'anteroom import call-records records.json',
    'anteroom import call-records ./history --tenant Contoso',
  ],
  run: async context => {
    const { args, terminal } = context
    const [what, ...paths] = args
    if (what !== 'call-records')
      throw new OperatorError(`import ${what}: unknown.`, 'anteroom import call-records <file>')
    const counts = { stored: 0, replaced: 0, alreadyThere: 0, refused: 0 }
    for (const path of await filesIn(paths)) {
      const { records, problems, isPage } = await readRecordFile(path)
      for (const problem of problems) terminal.err(problem)
      counts.refused += problems.length
      for (const batch of batches(records)) await send(batch, context, counts)
      if (isPage)
        terminal.err(`${path}: the page names a next one (@odata.nextLink), which is not in this file.`)
    }
    terminal.out(
      `${counts.stored} stored, ${counts.replaced} replaced a lower version, ${counts.alreadyThere} were there already, ${counts.refused} refused.`,
    )
    return counts.refused > 0 ? EXIT.failed : EXIT.done
  },
}

/** Below what a request may have by default, with room for what is around. */
const BYTES = 900 * 1024
const RECORDS = 200

function* batches(records: readonly FiledRecord[]): Generator<readonly FiledRecord[]> {
  let batch: FiledRecord[] = []
  let bytes = 0
  for (const record of records) {
    const size = Buffer.byteLength(JSON.stringify(record.value) ?? '')
    if (batch.length > 0 && (bytes + size > BYTES || batch.length >= RECORDS)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(record)
    bytes += size
  }
  if (batch.length > 0) yield batch
}

type Counts = Record<'stored' | 'replaced' | 'alreadyThere' | 'refused', number>

interface Taken {
  readonly index: number
  readonly id?: string
  readonly version?: number
  readonly outcome: keyof Counts
  readonly completeness?: string
  readonly problems?: readonly { readonly path: string; readonly message: string }[]
}

async function send(
  batch: readonly FiledRecord[],
  { settings, own, terminal }: CommandContext,
  counts: Counts,
): Promise<void> {
  const answer = await askTeams({
    folder: settings.data,
    method: 'POST',
    path: `/call-records${queryText({ tenant: own.get('--tenant') })}`,
    body: JSON.stringify(batch.map(({ value }) => value)),
  })
  // Sound: the shape that the server's own surface gives.
  const { value } = (await answer.json()) as { readonly value: readonly Taken[] }
  for (const taken of value) {
    counts[taken.outcome] += 1
    const from = batch[taken.index]
    const about = `${from?.file}: ${from?.place}${taken.id ? `, ${taken.id}` : ''}`
    if (taken.outcome === 'refused') {
      for (const { path, message } of taken.problems ?? []) {
        terminal.err(`${about}: ${message.startsWith(path) ? message : `${path}: ${message}`}`)
      }
    } else if (!own.has('--quiet')) terminal.out(`${about}: ${wordsOf(taken)}`)
  }
}

function wordsOf({ outcome, version, completeness, problems }: Taken): string {
  if (outcome === 'alreadyThere') return `version ${version} not taken: ${problems?.[0]?.message}`
  const lacking = completeness === 'complete' ? '' : `, ${completeness}`
  return `version ${version} ${outcome === 'stored' ? 'stored' : 'replaced what was there'}${lacking}`
}
