/**
 * The server's certificate: issued by a certificate authority of this data folder, which stays the same for years,
 * so that it is trusted once; renewed by itself. Or the user's own PEM files.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { type Clock, type Instant, messageOf } from '#base'
import { machineNames } from '../http/loopback.ts'
import { OperatorError } from '../operator-error.ts'
import { readIfThere, writeSecret } from '../secret-file.ts'
import { type KeyPair, makeAuthority, makeLeaf } from './certificates.ts'

export interface TlsOptions {
  /** Data folder; keys go to `tls/` in it, mode 0600. */
  readonly folder: string
  /** Names and addresses beside the usual local ones. */
  readonly names: readonly string[]
  readonly clock: Clock
  /** Paths of the user's own certificate (with its chain) and key, instead of ours. */
  readonly own?: { readonly cert: string; readonly key: string } | undefined
}

export interface Tls {
  /** What clients must trust: our CA, or the user's certificate file. */
  readonly caPath: string
  readonly caPem: string
  /** The pair to serve with now. */
  readonly pair: KeyPair
}

const LOOPBACK_NAMES = ['localhost', '*.localhost', '127.0.0.1', '::1']

const RENEW_BEFORE_MS = 30 * 86_400_000

/** Reads what is there, makes what is missing, renews what ends soon or lacks a name. */
export async function openTls(options: TlsOptions): Promise<Tls> {
  if (options.own) return openOwn(options.own)
  const folder = join(options.folder, 'tls')
  const now = options.clock.now()
  const authority = await readOrMake(folder, 'ca', {
    make: () => makeAuthority(now),
    isGood: pair => endsAfter(pair, now),
  })
  const names = [...new Set([...LOOPBACK_NAMES, ...machineNames(), ...options.names])]
  const pair = await readOrMake(folder, 'server', {
    make: () => makeLeaf(authority, names, now),
    isGood: leaf => isIssuedBy(leaf, authority) && endsAfter(leaf, now) && hasNames(leaf, names),
  })
  return { caPath: join(folder, 'ca.pem'), caPem: authority.cert, pair }
}

async function openOwn(own: { readonly cert: string; readonly key: string }): Promise<Tls> {
  const [cert, key] = await Promise.all([readOwn(own.cert, '--tls-cert'), readOwn(own.key, '--tls-key')])
  return { caPath: own.cert, caPem: cert, pair: { cert, key } }
}

async function readOwn(path: string, flag: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new OperatorError(
      `The file of ${flag} can't be read: ${messageOf(error)}`,
      `Give the path of a PEM file.`,
    )
  }
}

interface Recipe {
  readonly make: () => Promise<KeyPair>
  readonly isGood: (pair: KeyPair) => boolean
}

async function readOrMake(folder: string, name: string, { make, isGood }: Recipe): Promise<KeyPair> {
  const [certPath, keyPath] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)]
  const [cert, key] = await Promise.all([readIfThere(certPath), readIfThere(keyPath)])
  if (cert !== undefined && key !== undefined && isUsable({ cert, key }, isGood)) return { cert, key }
  const made = await make()
  await writeSecret(keyPath, made.key)
  await writeSecret(certPath, made.cert)
  return made
}

const endsAfter = ({ cert }: KeyPair, now: Instant): boolean =>
  Date.parse(new X509Certificate(cert).validTo) > now + RENEW_BEFORE_MS

function isIssuedBy(leaf: KeyPair, authority: KeyPair): boolean {
  return new X509Certificate(leaf.cert).verify(new X509Certificate(authority.cert).publicKey)
}

function hasNames({ cert }: KeyPair, names: readonly string[]): boolean {
  const certificate = new X509Certificate(cert)
  const listed = certificate.subjectAltName?.split(', ') ?? []
  return names.every(name =>
    isIP(name) ? certificate.checkIP(name) !== undefined : listed.includes(`DNS:${name}`),
  )
}

/** Files that were cut off or do not belong together are no pair. */
function isUsable(pair: KeyPair, isGood: (pair: KeyPair) => boolean): boolean {
  try {
    return new X509Certificate(pair.cert).checkPrivateKey(createPrivateKey(pair.key)) && isGood(pair)
  } catch {
    return false
  }
}
