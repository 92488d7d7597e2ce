/** Vitest's global set-up: builds what browsers load where it is older than its sources, once for all test files. */
import { globSync, statSync } from 'node:fs'
import { build } from 'vite'

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

export async function setup(): Promise<void> {
  for (const { made, sources, configFile } of BUILDS) {
    const built = statSync(made, { throwIfNoEntry: false })?.mtimeMs ?? 0
    const isStale = globSync(sources).some(file => statSync(file).mtimeMs > built)
    if (isStale) await build({ configFile, logLevel: 'warn' })
  }
}
