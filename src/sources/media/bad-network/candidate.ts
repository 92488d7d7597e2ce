/** Candidate attributes (RFC 8839 §5.1): `candidate:1 1 UDP 2122252543 192.0.2.1 50000 typ host …`. */
import { isIP } from 'node:net'
import type { Address } from './relay.ts'

const PROTOCOL = 2
const ADDRESS = 4
const PORT = 5

/** Where a UDP candidate points; undefined for TCP, names of mDNS and what is none. */
export function addressOf(candidate: string): Address | undefined {
  const parts = candidate.split(' ')
  const address = parts[ADDRESS] ?? ''
  const port = Number(parts[PORT])
  if (parts[PROTOCOL]?.toLowerCase() !== 'udp' || isIP(address) === 0) return undefined
  return Number.isInteger(port) && port > 0 && port < 65_536 ? { address, port } : undefined
}

/** The same candidate with another address. */
export function withAddress(candidate: string, { address, port }: Address): string {
  const parts = candidate.split(' ')
  parts[ADDRESS] = address
  parts[PORT] = String(port)
  return parts.join(' ')
}
