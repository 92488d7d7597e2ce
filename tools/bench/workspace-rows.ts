/** Rows of call diagnostics as calls make them: some 30 a call, seeded, in order of time. */

import type { Json } from '#base'
import { seededRandom, ticksToIso } from '#base'
import type { WorkspaceRow } from '#workspace'

export const BENCH_TABLE = 'ACSCallDiagnostics'
export const BENCH_WORKSPACE = 'b0000000-0000-4000-8000-000000000001'
export const ROWS_A_BATCH = 5000
const ROWS_A_CALL = 30
/** 2026-01-15T00:00:00Z. */
const START = 17_684_352_000_000_000n
const RESOURCE =
  '/subscriptions/7c2b0e5c-1d5e-4b62-9d0c-0c7f1a9b2d33/resourceGroups/bench/providers/Microsoft.Communication/CommunicationServices/bench'
const VERDICT: Json = {
  rules: ['R11', 'R20'],
  redacted: { Identifier: 'R31' },
  absent: ['JitterBufferSizeAvg'],
}

const pick = <T>(values: readonly T[], at: number): T | undefined => values[Math.floor(at * values.length)]

/** The `batch`-th batch of rows; the same on every run. */
export function benchRows(batch: number): readonly WorkspaceRow[] {
  const random = seededRandom(batch + 1)
  const hex = (length: number) =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`
  const number = (most: number) => Math.floor(random() * most)
  let call = uuid()
  return Array.from({ length: ROWS_A_BATCH }, (_, i) => {
    if (i % ROWS_A_CALL === 0) call = uuid()
    return {
      itemId: uuid(),
      time: ticksToIso(START + BigInt(batch * ROWS_A_BATCH + i) * 20_000n),
      resourceId: RESOURCE,
      verdict: VERDICT,
      cells: {
        OperationName: 'CallDiagnostics',
        OperationVersion: '1.0',
        Category: 'CallDiagnostics',
        CorrelationId: call,
        Identifier: `acs:${hex(32)}`,
        ParticipantId: uuid(),
        EndpointId: uuid(),
        EndpointType: pick(['VoIP', 'PSTN', 'Server'], random()) ?? null,
        MediaType: pick(['Audio', 'Video', 'VBSS'], random()) ?? null,
        StreamId: number(4_000_000_000),
        TransportType: pick(['UDP', 'TCP'], random()) ?? null,
        RoundTripTimeAvg: number(200),
        RoundTripTimeMax: number(900),
        JitterAvg: number(30),
        JitterMax: number(300),
        PacketLossRateAvg: random() / 10,
        PacketLossRateMax: random(),
        HealedDataRatioAvg: random(),
        HealedDataRatioMax: random(),
        RecvResolutionHeight: 720,
        RecvFreezeDurationPerMinuteInMs: random() * 100,
        VideoFrameRateAvg: random() * 30,
        JitterBufferSizeAvg: null,
        JitterBufferSizeMax: number(200),
        PacketUtilization: number(100_000),
        VideoBitRateAvg: number(2_000_000),
        VideoBitRateMax: number(4_000_000),
        StreamDirection: pick(['inbound', 'outbound'], random()) ?? null,
        CodecName: pick(['SILK', 'SATIN', 'H264'], random()) ?? null,
        TPE: false,
      },
    }
  })
}
