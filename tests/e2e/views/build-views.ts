/**
 * Vitest's global set-up: builds what browsers load where it is older than its sources, and gives all test files a folder
 * for what they share; it is gone after the run.
 */
import { globSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of what is played once a run. */
    played: string
  }
}

const BUILDS = [
  {
    made: 'dist/views/portal.html',
    sources: 'src/{views,calling,base,records,policy}/**/*.{ts,tsx,html,css,svg}',
    configFile: 'src/views/vite.config.ts',
  },
  {
    made: 'dist/calling/calling.js',
    sources: 'src/{calling,base,sources/meetings}/**/*.ts',
    configFile: 'src/calling/vite.config.ts',
  },
]

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  for (const { made, sources, configFile } of BUILDS) {
    const built = statSync(made, { throwIfNoEntry: false })?.mtimeMs ?? 0
    const isStale = globSync(sources).some(file => statSync(file).mtimeMs > built)
    if (isStale) await build({ configFile, logLevel: 'warn' })
  }
  const played = await mkdtemp(join(tmpdir(), 'anteroom-played-'))
  provide('played', played)
  return () => rm(played, { recursive: true, force: true })
}
