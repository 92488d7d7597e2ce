/** A real ClickHouse server on a loopback port, for tests; see server-process.ts. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export interface TestServer extends AsyncDisposable {
  readonly url: string
}

const PROGRAM = fileURLToPath(new URL('./server-process.ts', import.meta.url))
const ATTEMPTS = 150

/** Resolves when the server answers; throws with what it said when it does not within 30 s. */
export async function aServer(): Promise<TestServer> {
  const home = await mkdtemp(join(tmpdir(), 'anteroom-server-'))
  const port = await freePort()
  const child = spawn(process.execPath, [PROGRAM, join(home, 'store'), String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', bytes => {
    said += bytes
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const dispose = async () => {
    child.kill('SIGKILL')
    await ended
    await rm(home, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await answers(url)) return { url, [Symbol.asyncDispose]: dispose }
    await pause(200)
  }
  await dispose()
  throw new Error(`the server did not start: ${said}`)
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ping`)).ok
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
