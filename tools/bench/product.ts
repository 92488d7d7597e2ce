/** The whole product inside this process, on a folder of its own, for parts that feed it from within. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomIds, type Surface, silentLog, systemClock } from '#base'
import { defaultSettings } from '#server'
import { databaseOf } from '#workspace'
import { type Anteroom, startAnteroom } from '../../src/server/anteroom.ts'

export interface Product extends AsyncDisposable {
  readonly anteroom: Anteroom
  /** The engine's database of the workspace. */
  readonly database: string
  readonly workspace: Parameters<Anteroom['queries']['answer']>[0]['workspace']
}

export async function aProduct(surfaces: readonly Surface[] = []): Promise<Product> {
  const data = await mkdtemp(join(tmpdir(), 'anteroom-bench-'))
  const anteroom = await startAnteroom({
    settings: { ...defaultSettings, data, port: 0, httpPort: 0, enforceLimits: false },
    clock: systemClock,
    ids: randomIds,
    log: silentLog,
    chance: () => 0.5,
    surfaces,
  })
  const [workspace] = anteroom.directory.workspaces()
  if (!workspace) throw new Error('the known world has no workspace')
  const database = databaseOf(workspace.id)
  return {
    anteroom,
    database,
    workspace: { ...workspace, database },
    [Symbol.asyncDispose]: async () => {
      await anteroom.close()
      await rm(data, { recursive: true, force: true })
    },
  }
}
