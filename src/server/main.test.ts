import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, cp, mkdtemp, readdir, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const BIN = resolve('bin/anteroom.mjs')
const aFolder = () => mkdtemp(join(tmpdir(), 'anteroom-cli-'))

interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface Started {
  /** Resolves with what was printed so far once it holds the text. */
  printed(text: string): Promise<string>
  kill(signal: NodeJS.Signals): void
  readonly done: Promise<Run>
}

function start(
  args: readonly string[],
  { bin = BIN, env = {} as Record<string, string>, node = process.execPath } = {},
): Started {
  const child = spawn(node, [bin, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stderr.on('data', chunk => {
    err += chunk
  })
  child.stdout.on('data', chunk => {
    out += chunk
  })
  const done = once(child, 'close').then(([code]): Run => ({ code, out, err }))
  return {
    printed: async text => {
      while (!out.includes(text)) {
        const ended = await Promise.race([once(child.stdout, 'data'), done])
        if (!Array.isArray(ended)) throw new Error(`ended early: ${ended.err}${ended.out}`)
      }
      return out
    },
    kill: signal => void child.kill(signal),
    done,
  }
}

const run = (...args: Parameters<typeof start>): Promise<Run> => start(...args).done

describe('what goes wrong is one line, with how to mend it', () => {
  test.each<[readonly string[], number, RegExp]>([
    [['strat'], 2, /strat: unknown command; did you mean start\?/],
    [['start', '--prot', '1'], 2, /--prot: unknown setting; did you mean --port\?/],
    [['start', 'now'], 2, /now: one argument too many/],
    [['query'], 2, /<kql> is missing/],
    [['query', 'print 1', '--format', 'xml'], 1, /--format is none of/],
    [['start', '--config', '/nowhere.json'], 1, /\/nowhere.json can't be read/],
    [['start', '--seed', '/nowhere.json'], 1, /seed file \/nowhere.json can't be read/],
  ])('%j', async (args, code, message) => {
    const folder = await aFolder()
    const ended = await run([...args, '--data', folder])
    expect(ended).toMatchObject({ code, out: '', err: expect.stringMatching(message) })
    expect(ended.err.trim().split('\n')).toHaveLength(2)
  })

  test('a query without a server', async () => {
    const ended = await run(['query', 'print 1', '--data', await aFolder()])
    expect(ended).toMatchObject({
      code: 1,
      err: expect.stringMatching(/No server runs.*\n {2}Start one with anteroom start/),
    })
  })

  test('a seed that does not fit says where', async () => {
    const folder = await aFolder()
    const seed = join(folder, 'world.json')
    await writeFile(seed, '{"tenants":[{"nmae":"x"}]}')
    const ended = await run(['start', '--seed', seed, '--data', folder, '--port', '0', '--http-port', '0'])
    expect(ended.err).toContain('/tenants/0/nmae: found a member of that name, expected no such member')
  })

  test('published secrets beyond loopback', async () => {
    const args = ['start', '--host', '0.0.0.0', '--entra', 'strict', '--port', '0', '--http-port', '0']
    const ended = await run([...args, '--data', await aFolder()])
    expect(ended).toMatchObject({
      code: 1,
      err: expect.stringMatching(/secrets of contoso-acs.* are published/),
    })
  })
})

test('help names every command', async () => {
  const { code, out } = await run(['--help'])
  expect([code, out.includes('start'), out.includes('query <kql>')]).toEqual([0, true, true])
})

test('start serves, query asks it, SIGTERM ends it in order', async () => {
  const folder = await aFolder()
  const server = start(['start', '--data', folder, '--port', '0', '--http-port', '0'])
  const told = await server.printed('Next')
  expect(told).toMatch(/endpoint=https:\/\/localhost:\d+;accesskey=HchK/)
  expect(told).toContain(`NODE_EXTRA_CA_CERTS=${join(folder, 'tls', 'ca.pem')}`)

  const asked = await run(['query', 'print answer = 6 * 7', '--format', 'json'], {
    env: { ANTEROOM_DATA: folder },
  })
  expect(asked).toEqual({ code: 0, out: '{"answer":42}\n', err: '' })
  const wrong = await run(['query', 'prnt 1', '--data', folder])
  expect(wrong).toMatchObject({ code: 1, out: '' })

  server.kill('SIGTERM')
  expect(await server.done).toMatchObject({ code: 0, err: '' })
  await expect(access(join(folder, 'running.json'))).rejects.toThrow()
})

test('the second signal forces the end', async () => {
  const server = start(['start', '--data', await aFolder(), '--port', '0', '--http-port', '0'])
  await server.printed('Next')
  server.kill('SIGINT')
  server.kill('SIGINT')
  expect([0, 130]).toContain((await server.done).code)
})

test('installed below node_modules, as by npx, it runs all the same', async () => {
  const folder = await aFolder()
  const home = join(folder, 'node_modules', 'anteroom')
  for (const part of ['bin', 'src', 'package.json']) await cp(part, join(home, part), { recursive: true })
  for (const name of await readdir('node_modules')) {
    if (name !== 'anteroom')
      await symlink(resolve('node_modules', name), join(folder, 'node_modules', name)).catch(() => {})
  }
  const server = start(['start', '--data', join(folder, 'data'), '--port', '0', '--http-port', '0'], {
    bin: join(home, 'bin', 'anteroom.mjs'),
  })
  await server.printed('Next')
  server.kill('SIGTERM')
  expect(await server.done).toMatchObject({ code: 0 })
})
