/** `anteroom start`: serves until it is told to stop. */
import { resolve } from 'node:path'
import { randomIds, systemClock } from '#base'
import type { Anteroom } from '../anteroom.ts'
import { openLog } from '../log.ts'
import { readSeedFile } from '../seed-file.ts'
import type { Settings } from '../settings/table.ts'
import { type Command, EXIT, type Terminal } from './command.ts'
import { leaveNote, removeNote } from './running.ts'
import { stopSignal } from './stop-signal.ts'
import { welcome } from './welcome.ts'

export const start: Command = {
  summary: 'Starts the server; Ctrl-C stops it.',
  usage: [],
  examples: ['anteroom start', 'anteroom start --seed world.json --data /var/lib/anteroom --port 443'],
  run: async ({ settings: given, terminal, env }) => {
    const settings = { ...given, data: resolve(given.data) }
    // The whole server: help and a misspelt flag need not wait for it.
    const { startAnteroom } = await import('../anteroom.ts')
    const stop = stopSignal(process)
    const anteroom = await startAnteroom({
      settings,
      seed: settings.seed === undefined ? undefined : await readSeedFile(settings.seed),
      clock: systemClock,
      env: name => env[name],
      ids: randomIds,
      log: openLog(settings.logLevel),
      chance: Math.random,
    })
    try {
      await announce(anteroom, settings, terminal)
      await stop.asked
      terminal.out('Stopping; what runs is finished first. Ctrl-C again forces.')
    } finally {
      await removeNote(settings.data)
      await anteroom.close()
      stop.release()
    }
    return EXIT.done
  },
}

async function announce(
  { host, directory }: Anteroom,
  settings: Settings,
  terminal: Terminal,
): Promise<void> {
  const { origin, httpOrigin, tls } = host
  const caPath = resolve(tls.caPath)
  const workspace = directory.workspaces()[0]?.id ?? ''
  await leaveNote(settings.data, { origin, httpOrigin, caPath, workspace, pid: process.pid })
  const resource = directory.resources()[0]
  const keys = resource && directory.accessKeys(resource.id)
  const isPublished = resource !== undefined && directory.publishedSecrets().includes(resource.name)
  terminal.out(
    welcome({
      origin,
      httpOrigin,
      caPath,
      data: settings.data,
      // Output that is no terminal ends up in log files: only a key that everybody knows may stand there.
      accessKey: isPublished || terminal.isInteractive ? keys?.primary : undefined,
    }),
  )
}
