/**
 * What the hostile tests share: a whole server whose health and memory are looked at after each case, the shape of a
 * case, and the error envelopes of the APIs (invariant 10).
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Client, openClient, type Sending } from './client.ts'
import { residentBytes } from './process-tree.ts'
import { type ServerProcess, startServer } from './server-process.ts'

export interface Target {
  readonly server: ServerProcess
  readonly client: Client
  readonly folder: string
}

/** What the whole tree of processes may take in the worst of these cases; a query alone may take 2 GB of it. */
const MOST_BYTES = 4 * 1024 ** 3

/** Starts a server for all tests of the file; gives the way to it. */
export function hostileTarget(): () => Target {
  let target: Target | undefined
  const known = (): Target => {
    if (!target) throw new Error('the server has not started')
    return target
  }
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anteroom-hostile-'))
    const server = await startServer(folder, ['--entra', 'strict'])
    target = { folder, server, client: openClient(server) }
  })
  afterEach(async () => {
    const { client, server } = known()
    expect((await client.send({ path: '/healthz' })).status).toBe(200)
    expect(await residentBytes(server.pid)).toBeLessThan(MOST_BYTES)
  })
  afterAll(async () => {
    const { client, server, folder } = known()
    client.close()
    await server[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })
  return known
}

export interface Case {
  readonly what: string
  readonly send: () => Sending | Promise<Sending>
  readonly status: number
  readonly body: (body: unknown) => void
}

/** Sends each case and compares status and shape. */
export function testCases(cases: readonly Case[], target: () => Target): void {
  test.each(cases)('$what: $status', async ({ send, status, body }) => {
    const answer = await target().client.send(await send())
    expect({ status: answer.status, text: answer.text.slice(0, 400) }).toMatchObject({ status })
    expect(answer.headers['content-type']).toContain('application/json')
    body(JSON.parse(answer.text))
  })
}

/** The envelope of Communication Services, ARM and the logs API alike; `inner` is the code at its bottom. */
export const standard = (code: string, inner?: string) => (body: unknown) => {
  expect(body).toMatchObject({ error: { code, message: expect.stringMatching(/.{5,}/) } })
  if (inner !== undefined) expect(innermost(Reflect.get(Object(body), 'error'))).toBe(inner)
}

/** What the logs API answers to a query it can't run: the reason is the innermost error. */
export const badArgument = (inner: string) => (body: unknown) => {
  standard('BadArgumentError', inner)(body)
  expect(body).toMatchObject({ error: { correlationId: expect.any(String), innererror: {} } })
}

function innermost(error: unknown): unknown {
  const inner = Reflect.get(Object(error), 'innererror')
  return inner ? innermost(inner) : Reflect.get(Object(error), 'code')
}
