/** Reports of clients: of somebody, in a call or before one. */
import type { ClientOperation, ClientReport, Leg, MediaSeries } from '#records'
import { type CallScene, callId, endpointId } from '#records'
import type { Person } from './people.ts'
import { connectionOf } from './people.ts'

const AT = Date.UTC(2026, 0, 15, 9, 5)

export const anOperationOfClient = (change: Partial<ClientOperation> = {}): ClientOperation => ({
  operationId: 'operation-1',
  name: 'Join',
  type: 'client-api-request',
  at: AT - 1000,
  resultType: 'Succeeded',
  resultSignature: 200,
  ...change,
})

export const aSeries = (change: Partial<MediaSeries> = {}): MediaSeries => ({
  mediaStreamId: '4711',
  mediaType: 'audio',
  direction: 'recv',
  metric: 'JitterInMs',
  codec: 'OPUS',
  at: AT - 10_000,
  count: 10,
  sum: 50,
  average: 5,
  minimum: 1,
  maximum: 9,
  ...change,
})

export interface ReportOf {
  readonly who: Person
  /** Absent: before a call. */
  readonly scene?: CallScene | undefined
  readonly content?: ClientReport['content']
  readonly mentions?: readonly Leg[]
  readonly at?: number
}

export const aReport = ({ who, scene, at = AT, ...rest }: ReportOf): ClientReport => ({
  id: 'report-1',
  at,
  from: {
    identity: who.identity,
    client: who.client,
    issuedBy: who.issuedBy,
    endpointId: endpointId(`endpoint-of-${who.name}`),
    sdkVersion: '1.46.1',
    ...(scene && { inCall: { callId: callId('call-1'), participantId: connectionOf(who.name), scene } }),
  },
  mentions: rest.mentions ?? [],
  content: rest.content ?? { kind: 'operations', operations: [anOperationOfClient()] },
})
