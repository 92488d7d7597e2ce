/** `anteroom reset`: the known world again, at once where a server runs, at the next start where none does. */
import { forget } from '../data-folder.ts'
import { askControl } from './ask-control.ts'
import { type Command, EXIT } from './command.ts'
import { findIdle, refuseForeignRows } from './idle-folder.ts'
import { runningOn } from './running.ts'

export const reset: Command = {
  summary: 'Forgets all data and begins with the seed again; certificates and snapshots stay.',
  usage: [],
  examples: ['anteroom reset', 'anteroom reset --data /tmp/test-run'],
  run: async ({ settings, terminal }) => {
    refuseForeignRows(settings)
    if (await runningOn(settings.data)) {
      await askControl(settings, { method: 'POST', path: '/:reset' })
      terminal.out('The server has forgotten everything and serves a new world.')
      return EXIT.done
    }
    await findIdle(settings.data)
    await forget(settings.data)
    terminal.out(`${settings.data} is empty; the next start makes a new world.`)
    return EXIT.done
  },
}
