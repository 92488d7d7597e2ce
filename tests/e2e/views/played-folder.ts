/**
 * A server's folder after some meetings: played by whichever test file of a run asks first, copied by all, so that each
 * file has a server of its own and none has to wait for meetings again.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { startServer } from '../server-process.ts'

const DEMO = fileURLToPath(new URL('../../../tools/simulate/main.ts', import.meta.url))
const MEETINGS = 8
const SECONDS = 8
const PATIENCE_MS = 100_000

/** Fills that folder, which must not be there yet. */
export async function copyPlayed(folder: string): Promise<void> {
  const shared = inject('played')
  const played = join(shared, 'played')
  if (await isFirst(shared)) await play(shared, played)
  else await there(played)
  await cp(played, folder, { recursive: true })
}

const isFirst = (shared: string): Promise<boolean> =>
  mkdir(join(shared, 'taken')).then(
    () => true,
    () => false,
  )

/** It appears whole or not at all. */
async function play(shared: string, played: string): Promise<void> {
  const making = join(shared, 'making')
  const server = await startServer(making)
  const flags = ['--data', making, '--meetings', String(MEETINGS), '--seconds', String(SECONDS), '--exit']
  const child = spawn(process.execPath, [DEMO, ...flags], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  await server.stop()
  if (code !== 0) throw new Error(`the demo ended with ${code}`)
  await rename(making, played)
}

async function there(played: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 200) {
    if (await stat(played).catch(() => undefined)) return
    await pause(200)
  }
  throw new Error(`nobody had played into ${played} after ${PATIENCE_MS} ms`)
}
