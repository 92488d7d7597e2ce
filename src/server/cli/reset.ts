/** `anteroom reset`: the next start begins with the known world again. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Command, EXIT } from './command.ts'
import { findIdle, refuseForeignRows, STATE_FILE } from './idle-folder.ts'

/** What is forgotten; the certificate authority stays, so that clients go on trusting it. */
const FORGOTTEN = [STATE_FILE, `${STATE_FILE}-wal`, `${STATE_FILE}-shm`, 'engine']

export const reset: Command = {
  summary: 'Forgets all data while no server runs on it; certificates stay.',
  usage: [],
  examples: ['anteroom reset', 'anteroom reset --data /tmp/test-run'],
  run: async ({ settings, terminal }) => {
    refuseForeignRows(settings)
    await findIdle(settings.data)
    const there = await readdir(settings.data)
    for (const name of FORGOTTEN.filter(one => there.includes(one))) {
      await rm(join(settings.data, name), { recursive: true })
    }
    terminal.out(`${settings.data} is empty; the next start makes a new world.`)
    return EXIT.done
  },
}
