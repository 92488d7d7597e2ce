/**
 * `npm run load`: mixed operations at a steady rate against a server process of its own, then its accounts: was each
 * operation counted once in the logs and once in the metrics? LOAD_SECONDS (300), LOAD_RATE (500 a second) and
 * LOAD_SEED (1) change the run; `--kill` kills the server 20 times in the middle of it. Exit code 1 when the accounts
 * do not balance or, without kills, when an operation failed.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { randomIds, seededRandom } from '#base'
import { knownWorld } from '#directory'
import { type Client, openClient, openKql, tokenFor } from '../e2e/client.ts'
import { residentBytes } from '../e2e/process-tree.ts'
import { type ServerProcess, startServer } from '../e2e/server-process.ts'
import { type Accounts, balance, isBalanced } from './accounts.ts'
import { type Api, type Cast, makeCast, pick, type Random, sendAs } from './callers.ts'
import { keepPace, quantiles } from './pace.ts'

const KILLS = 20
const CONNECTIONS = 64
/** Rates of Azure are off: they would answer 429 long before. */
const FLAGS = ['--enforce-limits=false']

const seconds = Number(process.env.LOAD_SECONDS ?? 300)
const perSecond = Number(process.env.LOAD_RATE ?? 500)
const kills = process.argv.includes('--kill') ? KILLS : 0

/** What the callers remember. */
interface Memory {
  readonly acknowledged: Map<string, Api>
  readonly sent: Set<string>
  readonly latencies: number[]
  readonly queryLatencies: number[]
  /** What was answered neither 2xx nor cut off by a kill. */
  readonly failures: string[]
  cutOff: number
}

/** The server that lives now; none between a kill and the next start. */
interface Stage {
  server: ServerProcess
  client: Client
  isUp: boolean
}

async function run(folder: string): Promise<boolean> {
  const random = seededRandom(Number(process.env.LOAD_SEED ?? 1))
  const stage = await anOpenStage(folder)
  const memory: Memory = {
    acknowledged: new Map(),
    sent: new Set(),
    latencies: [],
    queryLatencies: [],
    failures: [],
    cutOff: 0,
  }
  const cast = await makeCast(stage.client, (id, api) => {
    memory.sent.add(id)
    memory.acknowledged.set(id, api)
  })
  const samples = [await residentBytes(stage.server.pid)]
  const ended = new AbortController()
  const others = [
    watchMemory(stage, samples, ended.signal),
    askNowAndThen(stage, memory, ended.signal),
    killAgainAndAgain(stage, folder, { random, signal: ended.signal }),
  ]
  const isOn = () => stage.isUp
  await keepPace({ perSecond, seconds, isOn }, due => oneOperation(stage, memory, { cast, random, due }))
  ended.abort()
  await Promise.all(others)
  samples.push(await residentBytes(stage.server.pid))
  report(memory, samples)
  const accounts = await balance(await openKql(stage.client, stage.server.httpOrigin), memory)
  say(JSON.stringify(accounts, undefined, 2))
  stage.client.close()
  await stage.server.stop()
  return isFine(accounts, memory)
}

async function anOpenStage(folder: string): Promise<Stage> {
  const server = await startServer(folder, FLAGS)
  return { server, client: openClient(server, CONNECTIONS), isUp: true }
}

interface Deed {
  readonly cast: Cast
  readonly random: Random
  readonly due: number
}

async function oneOperation(stage: Stage, memory: Memory, { cast, random, due }: Deed): Promise<void> {
  const operation = pick(random)
  const id = randomIds.uuid()
  const { server, client } = stage
  memory.sent.add(id)
  try {
    const { status, text } = await sendAs(client, id, operation.ask(cast, random))
    memory.latencies.push(performance.now() - due)
    if (status < 300) memory.acknowledged.set(id, operation.api)
    else memory.failures.push(`${operation.name}: ${status} ${text}`)
  } catch (error) {
    if (kills > 0 && (!stage.isUp || stage.server !== server)) memory.cutOff += 1
    else memory.failures.push(`${operation.name}: ${error}`)
  }
}

const MINUTE_MS = 60_000

async function watchMemory(stage: Stage, samples: number[], signal: AbortSignal): Promise<void> {
  while (await waited(MINUTE_MS, signal)) if (stage.isUp) samples.push(await residentBytes(stage.server.pid))
}

const [resource] = knownWorld.resources
const METRICS = `/subscriptions/${resource?.subscriptionId}/resourceGroups/${resource?.resourceGroup}/providers/Microsoft.Communication/communicationServices/${resource?.name}/providers/Microsoft.Insights/metrics?api-version=2024-02-01&metricnames=APIRequestChat&aggregation=Count`
const LOGS = 'ACSChatIncomingOperations | where TimeGenerated > ago(1m) | summarize count() by OperationName'

/** An operator looks at logs and metrics every two seconds. */
async function askNowAndThen(stage: Stage, memory: Memory, signal: AbortSignal): Promise<void> {
  while (await waited(2_000, signal)) {
    const { server, client } = stage
    if (!stage.isUp) continue
    const started = performance.now()
    try {
      await (await openKql(client, server.httpOrigin))(LOGS)
      const token = await tokenFor(server.httpOrigin, 'https://management.azure.com')
      const headers = { authorization: `Bearer ${token}` }
      const { status, text } = await client.send({ path: METRICS, headers })
      if (status !== 200) memory.failures.push(`metrics: ${status} ${text}`)
      memory.queryLatencies.push((performance.now() - started) / 2)
    } catch (error) {
      if (stage.isUp && stage.server === server) memory.failures.push(`query: ${error}`)
    }
  }
}

/** At random moments, spread over the whole time. */
async function killAgainAndAgain(
  stage: Stage,
  folder: string,
  { random, signal }: { readonly random: Random; readonly signal: AbortSignal },
): Promise<void> {
  const every = (seconds * 1000) / (kills + 1)
  for (let kill = 0; kill < kills && (await waited(every * (0.5 + random()), signal)); kill++) {
    stage.isUp = false
    await stage.server.kill()
    stage.client.close()
    Object.assign(stage, await anOpenStage(folder))
  }
}

/** False when it is over before. */
const waited = (ms: number, signal: AbortSignal): Promise<boolean> =>
  pause(ms, true, { signal }).catch(() => false)

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024)

function report({ latencies, queryLatencies, acknowledged, cutOff, failures }: Memory, samples: number[]) {
  const [p50 = 0, p99 = 0, longest = 0] = quantiles(latencies, [0.5, 0.99, 1])
  const [queries50 = 0, queries99 = 0] = quantiles(queryLatencies, [0.5, 0.99])
  say(
    [
      `${perSecond} operations a second for ${seconds} s, ${kills} kills`,
      `answered ${latencies.length}, acknowledged ${acknowledged.size}, cut off ${cutOff}, failed ${failures.length}`,
      `from due to answered: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${longest.toFixed(0)} ms`,
      `queries: p50 ${queries50.toFixed(0)} ms, p99 ${queries99.toFixed(0)} ms (${queryLatencies.length * 2})`,
      `memory of the server's processes, each minute: ${samples.map(megabytes).join(', ')} MB`,
      ...failures.slice(0, 5),
    ].join('\n'),
  )
}

const say = (text: string) => process.stdout.write(`${text}\n`)

function isFine(accounts: Accounts, { failures }: Memory): boolean {
  return isBalanced(accounts) && failures.length === 0
}

const folder = await mkdtemp(join(tmpdir(), 'anteroom-load-'))
try {
  process.exitCode = (await run(folder)) ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
