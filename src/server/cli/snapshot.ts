/** `anteroom snapshot save|restore <folder>`: everything a server knows, rows included, put aside and brought back. */
import { existsSync } from 'node:fs'
import { chmod, cp, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { OperatorError } from '../operator-error.ts'
import { type Command, type CommandContext, EXIT } from './command.ts'
import { findIdle, isDataFolder, refuseForeignRows } from './idle-folder.ts'

const VERBS: Readonly<Record<string, (data: string, snapshot: string) => Promise<void>>> = { save, restore }

export const snapshot: Command = {
  summary: 'Puts a copy of all data aside, or brings it back, while no server runs on it.',
  usage: ['<save|restore>', '<folder>'],
  examples: ['anteroom snapshot save before-the-test', 'anteroom snapshot restore before-the-test'],
  run: async ({ settings, args, terminal }: CommandContext) => {
    const [verb = '', folder = ''] = args
    const act = VERBS[verb]
    if (!act) throw new OperatorError(`snapshot ${verb}: unknown.`, 'anteroom snapshot save or restore')
    refuseForeignRows(settings)
    await act(resolve(settings.data), resolve(folder))
    terminal.out(`${verb === 'save' ? 'Saved to' : 'Restored from'} ${folder}.`)
    return EXIT.done
  },
}

/** It holds keys and the private key of the certificate authority, so it is its owner's alone. */
async function save(data: string, target: string): Promise<void> {
  await findIdle(data)
  if (existsSync(target)) throw new OperatorError(`${target} exists.`, 'Name a folder that does not.')
  await cp(data, target, { recursive: true, verbatimSymlinks: true })
  await chmod(target, 0o700)
}

/** The copy is whole before it takes the place of what was there. */
async function restore(data: string, source: string): Promise<void> {
  if (!isDataFolder(source)) throw new OperatorError(`${source} is no snapshot.`, 'Name one that was saved.')
  if (existsSync(data)) await findIdle(data)
  const [incoming, outgoing] = [`${data}.restoring`, `${data}.replaced`]
  await rm(incoming, { recursive: true, force: true })
  await cp(source, incoming, { recursive: true, verbatimSymlinks: true })
  await chmod(incoming, 0o700)
  if (existsSync(data)) await rename(data, outgoing)
  await rename(incoming, data)
  await rm(outgoing, { recursive: true, force: true })
}
