/**
 * A whole Anteroom for tests: the known world on free ports with a data folder of its own, spoken to through real
 * sockets and TLS by the official clients. The clock may be moved, for expiry and for skew.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'
import { ClientSecretCredential } from '@azure/identity'
import { LogsQueryClient } from '@azure/monitor-query-logs'
import { type Clock, type Log, randomIds, type Surface, silentLog, systemClock } from '#base'
import { knownWorld } from '#directory'
import { defaultSettings, type Settings, startAnteroom } from '#server'
import { observer } from './observe.ts'

type ResourceName = (typeof knownWorld.resources)[number]['name']
type AppName = (typeof knownWorld.apps)[number]['name']

/** Time that a test can move ahead or back; it goes on by itself. */
export interface ShiftedClock extends Clock {
  shift(ms: number): void
}

export type KqlRow = Readonly<Record<string, unknown>>

export interface Anteroom extends AsyncDisposable {
  /** `https://localhost:<port>` */
  readonly origin: string
  readonly httpOrigin: string
  readonly caPath: string
  /** Options of the official clients that make them trust the origin inside this process. */
  readonly trust: { readonly tlsOptions: { readonly ca: string } }
  readonly clock: ShiftedClock
  /** What the server logged as errors so far: nothing, unless a test provokes it. */
  readonly errors: readonly string[]
  /** The api-versions that an API lists, by its surface's name. */
  versionsOf(api: string): readonly string[]
  connectionString(resource?: ResourceName): string
  armIdOf(resource: ResourceName): string
  immutableIdOf(resource: ResourceName): string
  /** Signs in at the built-in token service. */
  credential(app?: AppName): ClientSecretCredential
  /** A Microsoft 365 test user's token for an app. */
  userToken(userPrincipalName: string, scope: string, app?: AppName): Promise<string>
  /** Asks the logs API with the official client until `enough` rows are there; fails after ten seconds. */
  kql(text: string, enough?: number, duration?: string): Promise<readonly KqlRow[]>
  /** Runs a script as a process of its own that trusts the origin by NODE_EXTRA_CA_CERTS alone. Gives its output. */
  runUnmodified(script: string, env?: Readonly<Record<string, string>>): Promise<string>
}

export interface AnteroomOptions {
  readonly settings?: Partial<Settings>
  readonly surfaces?: readonly Surface[]
}

const world = knownWorld

export async function startForTest(options: AnteroomOptions = {}): Promise<Anteroom> {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-conformance-'))
  const clock = shiftedClock()
  const errors: string[] = []
  const error: Log['error'] = (fields, message) => void errors.push(`${message} ${inspect(fields)}`)
  const settings: Settings = {
    ...defaultSettings,
    data: folder,
    port: 0,
    httpPort: 0,
    entra: 'strict',
    ...options.settings,
  }
  const server = await startAnteroom({
    settings,
    clock,
    ids: randomIds,
    log: { ...silentLog, error },
    chance: () => 0.5,
    trustTime: true,
    observe: observer(),
    ...(options.surfaces && { surfaces: options.surfaces }),
  })
  const { host, close } = server
  const { origin, httpOrigin } = host
  const trust = { tlsOptions: { ca: host.tls.caPem } }
  const credential = (name: AppName = 'contoso-app') => {
    const app = world.apps.find(each => each.name === name)
    const tenant = server.directory.tenant(app?.tenant ?? '')?.id ?? ''
    return new ClientSecretCredential(tenant, app?.clientId ?? '', app?.clientSecret ?? '', {
      authorityHost: origin,
      disableInstanceDiscovery: true,
      ...trust,
    })
  }
  const logs = new LogsQueryClient(credential(), {
    endpoint: `${origin}/v1`,
    credentials: { scopes: ['https://api.loganalytics.io/.default'] },
    ...trust,
  })
  const seedOf = (name: ResourceName) => {
    const resource = world.resources.find(each => each.name === name)
    if (!resource) throw new Error(`the known world has no resource ${name}`)
    return resource
  }
  return {
    origin,
    httpOrigin,
    caPath: host.tls.caPath,
    trust,
    clock,
    errors,
    versionsOf: api => host.surfaces.find(({ name }) => name === api)?.versions ?? [],
    connectionString: (name = 'contoso-acs') => `endpoint=${origin}/;accesskey=${seedOf(name).primaryKey}`,
    armIdOf: name => server.directory.findResource(name)?.armId ?? '',
    immutableIdOf: name => seedOf(name).immutableResourceId,
    credential,
    userToken: async (userPrincipalName, scope, name = 'contoso-app') => {
      const app = world.apps.find(each => each.name === name)
      const tenant = server.directory.user(userPrincipalName)?.tenant ?? ''
      const form = {
        grant_type: 'password',
        username: userPrincipalName,
        password: '-',
        scope,
        client_id: app?.clientId ?? '',
        client_secret: app?.clientSecret ?? '',
      }
      const answer = await fetch(`${httpOrigin}/${tenant}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      })
      const { access_token } = (await answer.json()) as { access_token: string }
      return access_token
    },
    kql: (text, enough = 1, duration = 'P2D') => askUntil(() => rowsOf(logs, text, duration), enough),
    runUnmodified: (script, env = {}) => runScript(script, { ...env, NODE_EXTRA_CA_CERTS: host.tls.caPath }),
    [Symbol.asyncDispose]: async () => {
      await close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function shiftedClock(): ShiftedClock {
  let offset = 0
  return {
    now: () => systemClock.now() + offset,
    after: systemClock.after,
    shift: ms => {
      offset += ms
    },
  }
}

const PATIENCE_MS = 10_000

/** Asks again until there are so many; fails after ten seconds. */
export async function askUntil<T>(ask: () => Promise<readonly T[]>, enough: number): Promise<readonly T[]> {
  const deadline = systemClock.now() + PATIENCE_MS
  for (;;) {
    const rows = await ask()
    if (rows.length >= enough) return rows
    if (systemClock.now() > deadline)
      throw new Error(`${rows.length} rows after ${PATIENCE_MS} ms, expected ${enough}`)
    await pause(100)
  }
}

async function rowsOf(logs: LogsQueryClient, text: string, duration: string): Promise<readonly KqlRow[]> {
  const result = await logs.queryWorkspace(world.workspaces[0]?.id ?? '', text, { duration })
  if (result.status !== 'Success')
    throw new Error(`${result.partialError.code}: ${result.partialError.message}`)
  const [table] = result.tables
  const names = table?.columnDescriptors.map(({ name }) => name ?? '') ?? []
  return (table?.rows ?? []).map(row => Object.fromEntries(names.map((name, i) => [name, row[i]])))
}

/** The script may use the environment it is given and nothing else of ours. */
function runScript(script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [output, errors] = ['', '']
  child.stdout.on('data', chunk => {
    output += chunk
  })
  child.stderr.on('data', chunk => {
    errors += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve(output)
      else reject(new Error(`the script ended with ${code}: ${errors}`))
    })
  })
}
