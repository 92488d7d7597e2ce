/** Azurite from npm in a process of its own, in memory, on a free port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

export interface Azurite {
  readonly connectionString: string
  /** Stops answering and goes on with all it has. */
  pause(): void
  resume(): void
  close(): Promise<void>
}

/** Azurite's own published account. */
const ACCOUNT = 'devstoreaccount1'
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

/** `folder` takes its few files. The newest client's api-version is newer than Azurite's: unchecked. */
export async function startAzurite(folder: string): Promise<Azurite> {
  const require = createRequire(import.meta.url)
  const main = require.resolve('azurite/dist/src/blob/main.js')
  const flags = ['--blobPort', '0', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry']
  const child = spawn(process.execPath, [main, ...flags, '--silent'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await addressOf(child)
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${url}/${ACCOUNT};`,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    close: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('azurite has no output')
  for await (const line of createInterface(child.stdout)) {
    const url = /successfully listens on (http:\S+)/.exec(line)?.[1]
    if (url) {
      child.stdout.resume()
      return url
    }
  }
  throw new Error('azurite ended before it listened')
}
