/**
 * The server behind a NAT that leads a public address to it: browsers outside are told that address, with the port that
 * the NAT passes on unchanged. Its own address stays, for those inside.
 */
import { addressOf, withAddress } from '../bad-network/candidate.ts'

const FOUNDATION = 0
const PRIORITY = 3

/** The same candidates, and for each of their ports every announced address: less preferred, as it is the longer way. */
export function withAnnounced(candidates: readonly string[], announce: readonly string[]): readonly string[] {
  const known = new Set(candidates.map(candidate => addressOf(candidate)?.address))
  const byPort = new Map(candidates.map(candidate => [addressOf(candidate)?.port, candidate]))
  byPort.delete(undefined)
  const more = [...byPort].flatMap(([port = 0, candidate]) =>
    announce.flatMap((address, index) =>
      known.has(address) ? [] : [lesser(candidate, { address, port, index })],
    ),
  )
  return [...candidates, ...more]
}

function lesser(
  candidate: string,
  { address, port, index }: { readonly address: string; readonly port: number; readonly index: number },
): string {
  const parts = withAddress(candidate, { address, port }).split(' ')
  // Another base is another foundation (RFC 8445 §5.1.1.3).
  parts[FOUNDATION] = `${parts[FOUNDATION]}0${index}`
  parts[PRIORITY] = String(Math.max(1, Number(parts[PRIORITY]) - 1 - index))
  return parts.join(' ')
}
