/** A host for tests: real sockets and TLS on free ports, the known world, a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Caller, type Log, randomIds, type Surface, systemClock } from '#base'
import { directoryMigrations, knownWorld, openDirectory } from '#directory'
import { openState } from '#state'
import { authenticator } from './auth/authenticate.ts'
import { entraCheck } from './auth/entra.ts'
import { openSigningKey } from './auth/signing-key.ts'
import { tokenService } from './auth/token-service.ts'
import { type HostOptions, startHost } from './host.ts'
import { defaultSettings, type Settings } from './settings/table.ts'
import { openTls } from './tls/open-tls.ts'

export interface AHostOptions extends Partial<Pick<HostOptions, 'sockets'>> {
  readonly surfaces?: readonly Surface[]
  readonly settings?: Partial<Settings>
  readonly verifyUserToken?: (token: string) => Promise<Caller>
  readonly receiveSeconds?: number
  readonly answerSeconds?: number
}

export async function aHost(options: AHostOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-host-'))
  const [clock, ids] = [systemClock, randomIds]
  const logged: { level: string; fields: Readonly<Record<string, unknown>>; message: string }[] = []
  const write = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void logged.push({ level, fields, message })
  const log: Log = { info: write('info'), warn: write('warn'), error: write('error') }
  const state = openState({ path: ':memory:', migrations: directoryMigrations, clock, log })
  const directory = openDirectory({ state, ids })
  await directory.apply(knownWorld)
  const settings = { ...defaultSettings, ...options.settings }
  const key = await openSigningKey(folder)
  const tokens = tokenService({ directory, clock, ids, key, allowsUsers: true })
  const entra = entraCheck({
    level: settings.entra,
    clock,
    ownKeys: tokens.keys,
    isKnownTenant: tenant => directory.tenant(tenant) !== undefined,
  })
  const verifyUserToken = options.verifyUserToken ?? (async () => ({ kind: 'nobody' }) as const)
  const host = await startHost({
    ...options,
    addresses: settings.host,
    port: 0,
    httpPort: 0,
    names: settings.names,
    allowedOrigins: settings.allowedOrigins,
    maxBodyBytes: 64 * 1024,
    surfaces: [...(options.surfaces ?? []), tokens.surface],
    tls: () => openTls({ folder, names: settings.names, clock }),
    authenticator: authenticator({
      directory,
      clock,
      entra,
      verifyUserToken,
      isOperator: ({ kind }) => kind === 'entra',
    }),
    clock,
    ids,
    log,
  })
  return {
    host,
    directory,
    folder,
    logged,
    ca: host.tls.caPem,
    connectionString: `endpoint=${host.origin};accesskey=${knownWorld.resources[0]?.primaryKey}`,
    call: (path: string, asked: CallOptions = {}) => call(host, path, asked),
    [Symbol.asyncDispose]: async () => {
      await host.close()
      await state.close()
      await rm(folder, { recursive: true })
    },
  }
}

export interface CallOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  readonly overHttp?: boolean
}

export interface Called {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: unknown
}

/** Sends the target as it is written: `fetch` would tidy it up. */
function call(
  host: { readonly origin: string; readonly httpOrigin: string; readonly tls: { readonly caPem: string } },
  path: string,
  { method = 'GET', headers = {}, body, overHttp = false }: CallOptions,
): Promise<Called> {
  const { port } = new URL(overHttp ? host.httpOrigin : host.origin)
  const send = overHttp ? httpRequest : httpsRequest
  return new Promise((resolve, reject) => {
    const sent = send(
      {
        host: 'localhost',
        servername: 'localhost',
        port,
        path,
        method,
        headers,
        ca: host.tls.caPem,
        agent: false,
      },
      answer => {
        const chunks: Buffer[] = []
        answer.on('data', chunk => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const isJson = answer.headers['content-type']?.startsWith('application/json')
          const json = isJson && text !== '' ? JSON.parse(text) : undefined
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json })
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
