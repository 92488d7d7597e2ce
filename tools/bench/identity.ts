/** Budget of the identity API: a durable creation beside a constant, by the same server and callers. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { accessKeyOf } from '../../tests/e2e/client.ts'
import { type Call, type LoadResult, load, type Target } from './load.ts'
import type { BenchResult } from './result.ts'
import { atLeast, median } from './statistics.ts'

const ROUNDS = 7
const COUNT = 1500
const CONNECTIONS = 16

const create: Call = { method: 'POST', path: '/identities?api-version=2023-10-01', body: '{}', expect: 201 }
const constant: Call = { ...create, path: '/constant?api-version=2023-10-01' }

interface Round {
  readonly ratio: number
  readonly base: LoadResult
  readonly real: LoadResult
}

/** The two in turn, in one run, so that a busy machine is busy for both. */
export async function benchIdentity(): Promise<BenchResult[]> {
  const program = fileURLToPath(new URL('./constant-server.ts', import.meta.url))
  const server = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [line] = await once(createInterface({ input: server.stdout }), 'line')
    const known = JSON.parse(String(line)) as Pick<Target, 'origin' | 'ca'>
    const target = { ...known, accessKey: accessKeyOf('contoso-acs') }
    const round = async (): Promise<Round> => {
      const base = await load(target, constant, { count: COUNT, connections: CONNECTIONS })
      const real = await load(target, create, { count: COUNT, connections: CONNECTIONS })
      return { ratio: real.perSecond / base.perSecond, base, real }
    }
    await round()
    const rounds: Round[] = []
    for (let n = 0; n < ROUNDS; n++) rounds.push(await round())
    const rate = (pick: (one: Round) => number) => Math.round(median(rounds.map(pick)))
    return [
      atLeast(0.5, {
        name: 'identity create, durable, over HTTPS',
        measured: median(rounds.map(one => one.ratio)),
        unit: '× a constant',
        note: `${rate(r => r.real.perSecond)}/s beside ${rate(r => r.base.perSecond)}/s, p99 ${rate(r => r.real.p99Ms)} ms beside ${rate(r => r.base.p99Ms)} ms`,
      }),
    ]
  } finally {
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    await ended
  }
}
