/** The server is killed in the middle of a call with real media: what it leaves behind, and what the next start says. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { accessKeyOf, openClient, openKql } from './client.ts'
import { chromiumPath, HOW_TO, mediaPeople } from './media-people.ts'
import { childrenOf } from './process-tree.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const isMissing = chromiumPath === undefined
const PATIENCE = { timeout: 30_000, interval: 200 }

async function aServer(folder: string): Promise<ServerProcess> {
  const server = await startServer(folder, ['--media-port', '0'])
  onTestFinished(() => server.kill())
  return server
}

/** Of a new user. */
async function aToken(server: ServerProcess): Promise<string> {
  const client = openClient(server)
  const { text } = await client.send({
    method: 'POST',
    path: '/identities?api-version=2023-10-01',
    accessKey: accessKeyOf('contoso-acs'),
    body: '{"createTokenWithScopes":["voip"]}',
  })
  client.close()
  return (JSON.parse(text) as { accessToken: { token: string } }).accessToken.token
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe.skipIf(isMissing)(isMissing ? HOW_TO : 'in Chromium', () => {
  test('kill -9 of the server leaves no process behind; the call ends with 496/7, with what was measured', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anteroom-media-kill-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
    const server = await aServer(folder)
    await using people = await mediaPeople({ origin: server.origin, token: () => aToken(server) })
    const [alice, bob] = await Promise.all([people.person(), people.person()])
    const groupId = crypto.randomUUID()
    const [a] = await Promise.all([alice.join({ groupId }), bob.join({ groupId })])
    const pictures = async () => (await bob.picturesOf(a)).length
    await expect.poll(pictures, PATIENCE).toBeGreaterThan(5)
    // The first windows are reported after ten seconds of media.
    await alice.page.waitForFunction('statisticsSent() > 0', undefined, { timeout: PATIENCE.timeout })
    // Answers come in order: what was sent before is stored.
    await alice.say({ type: 'ping' })
    const callId = await alice.callId()
    const children = await childrenOf(server.pid)
    await server.kill()
    await expect.poll(() => children.filter(isAlive), PATIENCE).toEqual([])

    const again = await aServer(folder)
    const client = openClient(again)
    const kql = await openKql(client, again.httpOrigin)
    const ask = (table: string) => kql(`${table} | where CorrelationId == '${callId}'`)
    await expect.poll(async () => (await ask('ACSCallSummary')).length, PATIENCE).toBe(2)
    const ends = (await ask('ACSCallSummary')).map(
      row => `${row.ParticipantEndReason}/${row.ParticipantEndSubCode}`,
    )
    expect(ends).toEqual(['496/7', '496/7'])
    const streams = (await ask('ACSCallDiagnostics')).map(row => `${row.StreamDirection} ${row.MediaType}`)
    expect(streams).toContain('Outbound Video')
    client.close()
  })
})
