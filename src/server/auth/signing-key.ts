/** The RS256 key with which the token service signs; kept in the data folder, so tokens outlive a restart. */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose'
import { readOrMakeSecret } from '../secret-file.ts'

export interface SigningKey {
  readonly privateKey: KeyObject
  readonly publicJwk: JWK
  readonly id: string
}

export async function openSigningKey(folder: string): Promise<SigningKey> {
  const pem = await readOrMakeSecret(join(folder, 'token-service.key'), makePem)
  const privateKey = createPrivateKey(pem)
  const jwk = await exportJWK(createPublicKey(privateKey))
  const id = await calculateJwkThumbprint(jwk)
  return { privateKey, id, publicJwk: { ...jwk, kid: id, use: 'sig', alg: 'RS256' } }
}

async function makePem(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
