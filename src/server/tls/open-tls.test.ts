import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { manualClock } from '#base'
import { openTls } from './open-tls.ts'

const DAY = 86_400_000
const aFolder = () => mkdtemp(join(tmpdir(), 'anteroom-tls-'))

test('the certificate names every local name, and chains to the CA', async () => {
  const { caPem, pair } = await openTls({
    folder: await aFolder(),
    names: ['anteroom.test', '10.0.0.7'],
    clock: manualClock(),
  })
  const [leaf, ca] = [new X509Certificate(pair.cert), new X509Certificate(caPem)]
  expect(leaf.verify(ca.publicKey)).toBe(true)
  expect(ca.ca).toBe(true)
  expect(leaf.ca).toBe(false)
  expect(leaf.subjectAltName).toContain('DNS:*.localhost')
  for (const host of ['localhost', 'host.docker.internal', hostname(), 'anteroom.test'])
    expect(leaf.checkHost(host)).toBe(host)
  for (const address of ['127.0.0.1', '::1', '10.0.0.7']) expect(leaf.checkIP(address)).toBeDefined()
})

test('a restart serves the same certificate under the same CA', async () => {
  const options = { folder: await aFolder(), names: [], clock: manualClock() }
  expect(await openTls(options)).toEqual(await openTls(options))
})

test('a certificate that ends within 30 days is renewed; the CA that is trusted stays', async () => {
  const clock = manualClock()
  const options = { folder: await aFolder(), names: [], clock }
  const first = await openTls(options)
  clock.advance(330 * DAY)
  expect((await openTls(options)).pair).toEqual(first.pair)
  clock.advance(10 * DAY)
  const second = await openTls(options)
  expect(second.caPem).toBe(first.caPem)
  expect(second.pair.cert).not.toBe(first.pair.cert)
})

test('a new name makes a new certificate', async () => {
  const options = { folder: await aFolder(), clock: manualClock() }
  const first = await openTls({ ...options, names: [] })
  const second = await openTls({ ...options, names: ['new.test'] })
  expect(new X509Certificate(first.pair.cert).checkHost('new.test')).toBeUndefined()
  expect(new X509Certificate(second.pair.cert).checkHost('new.test')).toBe('new.test')
})

test('private keys are readable by their owner alone', async () => {
  const folder = await aFolder()
  await openTls({ folder, names: [], clock: manualClock() })
  for (const name of ['ca.key', 'server.key']) {
    expect((await stat(join(folder, 'tls', name))).mode & 0o777).toBe(0o600)
  }
})

test('a half-written pair is made anew', async () => {
  const options = { folder: await aFolder(), names: [], clock: manualClock() }
  await openTls(options)
  await writeFile(join(options.folder, 'tls', 'server.pem'), 'garbage')
  expect((await openTls(options)).pair.cert).toContain('BEGIN CERTIFICATE')
})

test('the user’s own PEM files are served; a missing one is said to be missing', async () => {
  const folder = await aFolder()
  const clock = manualClock()
  const { pair } = await openTls({ folder, names: [], clock })
  const own = { cert: join(folder, 'tls', 'server.pem'), key: join(folder, 'tls', 'server.key') }
  expect((await openTls({ folder: await aFolder(), names: [], clock, own })).pair).toEqual(pair)
  const missing = openTls({ folder, names: [], clock, own: { ...own, key: '/nowhere.key' } })
  await expect(missing).rejects.toThrow(/The file of --tls-key can't be read/)
  expect(await readFile(own.cert, 'utf8')).toBe(pair.cert)
})
