/** Vitest's global set-up: builds the pages where they are older than their sources, once for all test files. */
import { globSync, statSync } from 'node:fs'
import { build } from 'vite'

const SOURCES = 'src/{views,calling,base,records,policy}/**/*.{ts,tsx,html,css,svg}'

export async function setup(): Promise<void> {
  const built = statSync('dist/views/portal.html', { throwIfNoEntry: false })?.mtimeMs ?? 0
  const isStale = globSync(SOURCES).some(file => statSync(file).mtimeMs > built)
  if (isStale) await build({ configFile: 'src/views/vite.config.ts', logLevel: 'warn' })
}
