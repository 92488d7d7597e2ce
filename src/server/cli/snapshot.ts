/** `anteroom snapshot save|restore <name|folder>`: everything a server knows, rows included, put aside and brought back. */
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { bringBack, copyTo, isDataFolder, moveSnapshots, snapshotPath } from '../data-folder.ts'
import { OperatorError } from '../operator-error.ts'
import { askControl } from './ask-control.ts'
import { type Command, type CommandContext, EXIT } from './command.ts'
import { findIdle, refuseForeignRows } from './idle-folder.ts'
import { runningOn } from './running.ts'

interface Verb {
  readonly asks: (name: string) => Parameters<typeof askControl>[1]
  readonly act: (data: string, snapshot: string) => Promise<void>
  readonly done: string
}

const VERBS: Readonly<Record<string, Verb>> = {
  save: {
    asks: name => ({ method: 'PUT', path: `/snapshots/${name}` }),
    act: save,
    done: 'Saved to',
  },
  restore: {
    asks: name => ({ method: 'POST', path: `/snapshots/${name}/:restore` }),
    act: restore,
    done: 'Restored from',
  },
}

export const snapshot: Command = {
  summary:
    'Puts a copy of all data aside, or brings it back. A name is kept with the data; a folder wants no server.',
  usage: ['<save|restore>', '<name|folder>'],
  examples: ['anteroom snapshot save before-the-test', 'anteroom snapshot restore ./from-a-colleague'],
  run: async ({ settings, args, terminal }: CommandContext) => {
    const [given = '', place = ''] = args
    const verb = VERBS[given]
    if (!verb) throw new OperatorError(`snapshot ${given}: unknown.`, 'anteroom snapshot save or restore')
    refuseForeignRows(settings)
    const data = resolve(settings.data)
    const isName = /^[\w-]+$/.test(place)
    if (isName && (await runningOn(data))) await askControl(settings, verb.asks(place))
    else await verb.act(data, isName ? snapshotPath(data, place) : resolve(place))
    terminal.out(`${verb.done} ${place}.`)
    return EXIT.done
  },
}

async function save(data: string, target: string): Promise<void> {
  await findIdle(data)
  if (existsSync(target)) throw new OperatorError(`${target} exists.`, 'Name a folder that does not.')
  await copyTo(data, target)
}

/** A name's is of this folder: state and rows go back to where they were. */
async function restore(data: string, source: string): Promise<void> {
  if (!isDataFolder(source)) throw new OperatorError(`${source} is no snapshot.`, 'Name one that was saved.')
  const isOwn = dirname(source) === dirname(snapshotPath(data, 'any'))
  if (existsSync(data) && (isDataFolder(data) || !isOwn)) await findIdle(data)
  await (isOwn ? bringBack(data, source) : replace(data, source))
}

/** The whole folder, certificates too: it may come from elsewhere. The copy is whole before it takes the place. */
async function replace(data: string, source: string): Promise<void> {
  const [incoming, outgoing] = [`${data}.restoring`, `${data}.replaced`]
  await rm(incoming, { recursive: true, force: true })
  await copyTo(source, incoming)
  if (existsSync(data)) await rename(data, outgoing)
  await rename(incoming, data)
  if (existsSync(outgoing)) await moveSnapshots(outgoing, data)
  await rm(outgoing, { recursive: true, force: true })
}
