/** Which ends of a session are participants: in a meeting the one that is no service, in a direct call both. */
import type { CallRecord, EndpointJson, SessionJson } from './schema.ts'

export interface Participation {
  readonly session: SessionJson
  readonly side: 'caller' | 'callee'
  readonly endpoint: EndpointJson | null
  /** The other participant's end of a direct call; absent when the other end is a service. */
  readonly opposite?: EndpointJson | undefined
  /** JSON pointer of the session. */
  readonly path: string
  readonly participantId: string
}

/** Some records leave the type of an end away: a service says its role, a client its platform or product. */
export function isParticipant(endpoint: EndpointJson | null | undefined): endpoint is EndpointJson {
  if (!endpoint) return false
  const { userAgent } = endpoint
  if (userAgent?.role === 'customBot') return true
  const type = endpoint['@odata.type'] ?? ''
  if (/participantEndpoint$/.test(type)) return true
  if (/serviceEndpoint$/.test(type) || userAgent?.role) return false
  return Boolean(
    userAgent?.platform ?? userAgent?.productFamily ?? endpoint.identity ?? endpoint.associatedIdentity,
  )
}

/** Ids of participants are those of their sessions; the called one's of a direct call is made from it. */
export function participationsOf(record: CallRecord): readonly Participation[] {
  return (record.sessions ?? []).flatMap((session, at): Participation[] => {
    const path = `/sessions/${at}`
    const id = session.id ?? `${record.id}-${at + 1}`
    const { caller = null, callee = null } = session
    const isDirect = record.type === 'peerToPeer' && isParticipant(caller) && isParticipant(callee)
    if (isDirect) {
      const told = Reflect.get(session, '@anteroom.calleeParticipantId')
      const calleeId = typeof told === 'string' && told !== '' ? told : `${id}-callee`
      return [
        { session, side: 'caller', endpoint: caller, opposite: callee, path, participantId: id },
        { session, side: 'callee', endpoint: callee, opposite: caller, path, participantId: calleeId },
      ]
    }
    const side = !isParticipant(caller) && isParticipant(callee) ? 'callee' : 'caller'
    return [{ session, side, endpoint: side === 'caller' ? caller : callee, path, participantId: id }]
  })
}
