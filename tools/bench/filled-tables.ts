/** Many rows of calls in a workspace, made inside the engine: a week of calls of ten legs, their ids without order. */
import type { Engine } from '#workspace'

/** Rows made at once. */
const CHUNK = 500_000
const LEGS_A_CALL = 10
const WEEK_MS = 7 * 24 * 3_600_000

export interface Filling {
  readonly engine: Engine
  readonly database: string
  /** Of ACSCallDiagnostics; ACSCallSummary gets a third of it. */
  readonly rows: number
  /** The end of the week, ms since 1970. */
  readonly end: number
}

export async function fillTables(filling: Filling): Promise<void> {
  for (let from = 0; from < filling.rows; from += CHUNK) {
    const count = Math.min(CHUNK, filling.rows - from)
    await filling.engine.command(diagnosticsSql(filling, from, count))
    await filling.engine.command(summarySql(filling, Math.floor(from / 3), Math.floor(count / 3)))
  }
}

const uuidOf = (of: string, salt: string) => `toString(reinterpretAsUUID(sipHash128(${of}, '${salt}')))`
const VERDICT = `'{"rules":["R9"],"redacted":{},"absent":[]}'`
const timeOf = ({ end, rows }: Filling, scale: number) =>
  `fromUnixTimestamp64Milli(toInt64(${end - WEEK_MS} + intDiv(number * ${WEEK_MS * scale}, ${rows})), 'UTC')`

/** Three streams a leg. */
const diagnosticsSql = (filling: Filling, from: number, count: number): string => `
  INSERT INTO ${filling.database}.ACSCallDiagnostics (TimeGenerated, CorrelationId, Identifier, ParticipantId,
    EndpointId, OperationName, Category, EndpointType, MediaType, RoundTripTimeAvg, JitterAvg, PacketLossRateAvg,
    StreamDirection, CodecName, _ResourceId, _ItemId, _TimeReceived, _Verdict)
  SELECT ${timeOf(filling, 1)}, ${uuidOf(`intDiv(number, ${3 * LEGS_A_CALL})`, 'c')},
    concat('acs:', hex(sipHash128(intDiv(number, 3), 'i'))), ${uuidOf('intDiv(number, 3)', 'p')},
    ${uuidOf('intDiv(number, 3)', 'e')}, 'CallDiagnostics', 'CallDiagnostics', ['VoIP', 'Server'][1 + number % 2],
    ['Audio', 'Video', 'VBSS'][1 + number % 3], cityHash64(number) % 400, cityHash64(number, 1) % 60,
    (cityHash64(number, 2) % 1000) / 10000, ['Inbound', 'Outbound'][1 + number % 2], ['OPUS', 'H264'][1 + number % 2],
    '/subscriptions/bench', ${uuidOf('number', 'd')}, now64(7), ${VERDICT}
  FROM numbers(${from}, ${count})`

const summarySql = (filling: Filling, from: number, count: number): string => `
  INSERT INTO ${filling.database}.ACSCallSummary (TimeGenerated, CorrelationId, Identifier, ParticipantId, EndpointId,
    OperationName, Category, CallType, EndpointType, ParticipantType, ParticipantDuration, CallDuration, SdkVersion,
    OsVersion, ParticipantEndReason, ParticipantEndSubCode, TeamsThreadId, _ResourceId, _ItemId, _TimeReceived, _Verdict)
  SELECT ${timeOf(filling, 3)}, ${uuidOf(`intDiv(number, ${LEGS_A_CALL})`, 'c')},
    concat('acs:', hex(sipHash128(number, 'i'))), ${uuidOf('number', 'p')}, ${uuidOf('number', 'e')}, 'CallSummary',
    'CallSummary', 'Group', ['VoIP', 'PSTN', 'Bot'][1 + number % 3], ['ACS as Teams external user', 'Teams'][1 + number % 2],
    cityHash64(number) % 3600, 3600, ['1.46.1', 'Redacted', '1.44.0'][1 + number % 3], 'Windows 11',
    ['0', '0', '0', '496'][1 + number % 4], ['0', '5854', '4097', '7'][1 + number % 4],
    concat('19:meeting_', hex(sipHash128(intDiv(number, ${LEGS_A_CALL}), 't')), '@thread.v2'), '/subscriptions/bench',
    ${uuidOf('number', 's')}, now64(7), ${VERDICT}
  FROM numbers(${from}, ${count})`
