/** Real engines for tests, each on a store of its own that goes with it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog, systemClock } from '#base'
import { type ChdbOptions, openChdbEngine } from '../engine/chdb-engine.ts'
import type { Engine } from '../engine/engine.ts'

export interface TestEngine extends AsyncDisposable {
  readonly engine: Engine
  readonly path: string
}

/** An embedded engine; `dispose` closes it and removes its store. */
export async function anEngine(options: Partial<ChdbOptions> = {}): Promise<TestEngine> {
  const home = await mkdtemp(join(tmpdir(), 'anteroom-engine-'))
  const path = join(home, 'store')
  const engine = await openChdbEngine({ path, sessions: 4, clock: systemClock, log: silentLog, ...options })
  return {
    engine,
    path,
    [Symbol.asyncDispose]: async () => {
      await engine.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
