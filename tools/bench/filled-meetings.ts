/** A year of an organizer's tenant, made inside the engine: meetings of four people, fourteen streams each. */
import { TEAMS_NETWORKS, TEAMS_PERSONS, TEAMS_REPLACED, TEAMS_SESSIONS, TEAMS_STREAMS } from '#records'
import type { Engine } from '#workspace'

const STREAMS_A_MEETING = 14
const PEOPLE = 4
/** Rows made at once, of a month at most: each day is a part of its own, and the engine takes a hundred at once. */
const CHUNK = 400_000
const MONTHS = 12
const YEAR_MS = 365 * 24 * 3_600_000
const PERSON_DAYS = 28
const SUBNETS = 400
const BUILDINGS = 60

export interface MeetingsFilling {
  readonly engine: Engine
  readonly database: string
  readonly tenant: string
  readonly meetings: number
  /** The end of the year, ms since 1970. */
  readonly end: number
}

export async function fillMeetings(filling: MeetingsFilling): Promise<void> {
  const { engine, meetings } = filling
  await inChunks(meetings * STREAMS_A_MEETING, (from, count) =>
    engine.command(streamsSql(filling, from, count)),
  )
  await inChunks(meetings * PEOPLE, (from, count) => engine.command(sessionsSql(filling, from, count)))
  const recent = Math.floor((meetings * PEOPLE * PERSON_DAYS) / 365)
  await inChunks(recent, (from, count) =>
    engine.command(personsSql(filling, meetings * PEOPLE - recent + from, count)),
  )
  await engine.command(replacedSql(filling))
  for (const sql of networksSql(filling)) await engine.command(sql)
}

async function inChunks(
  total: number,
  run: (from: number, count: number) => Promise<unknown>,
): Promise<void> {
  const size = Math.min(CHUNK, Math.ceil(total / MONTHS))
  for (let from = 0; from < total; from += size) await run(from, Math.min(size, total - from))
}

const uuidOf = (of: string, salt: string) => `toString(reinterpretAsUUID(sipHash128(${of}, '${salt}')))`
const instant = (ms: string) => `fromUnixTimestamp64Milli(toInt64(${ms}), 'UTC')`
const startOf = ({ end, meetings }: MeetingsFilling, meeting: string) =>
  `(${end - YEAR_MS} + intDiv(${meeting} * ${YEAR_MS}, ${meetings}))`
/** 1 to 61 minutes. */
const lengthOf = (meeting: string) => `(60000 + cityHash64(${meeting}, 'd') % 3600000)`
/** A number of its own, as good as the product's: these rows are compared among each other. */
const editionSql = (call: string, version: number) =>
  `toInt64(bitShiftRight(cityHash64(${call}, ${version}), 12))`
const hash = (salt: string) => `cityHash64(number, '${salt}')`
const SYSTEM = `'Teams', 'true', ''`

const subnet = (at: string) => `concat('10.', toString(intDiv(${at}, 250)), '.', toString(${at} % 250), '.0')`

function streamsSql(filling: MeetingsFilling, from: number, count: number): string {
  return `INSERT INTO ${filling.database}.${TEAMS_STREAMS} (TimeGenerated, CorrelationId, Version, Edition, Source,
    OrganizerTenantId, MeetingId, CallStartTime, CallEndTime, SessionType, ParticipantId, StartTime, EndTime,
    DurationSeconds, StreamId, MediaType, StreamDirection, ConferenceType, ReportedBy, Transport, PayloadDescription,
    CdrAvailable, QoeAvailable, FirstIsServer, FirstUserAgentCategory, FirstProductName, SecondIsServer,
    SecondParticipantId, SecondUserType, SecondTenantId, SecondPersonKey, SecondUserAgentCategory, SecondAppVersion,
    SecondOsFiltered, SecondNetworkConnection, SecondConnectivityIce, SecondSubnet, SecondReflexiveNetwork,
    SecondCaptureDevice, RoundTrip, Jitter, PacketLossRate, PacketUtilization, ConcealedRatio, FrameRate,
    Classification, ClassifierRule, ClassifierVersion, LegClassification, MediaFailureType, ResultCategory,
    IsAnonymousJoin, SourceSystem, _IsBillable, _ResourceId, _ItemId, _TimeReceived, _Verdict)
  WITH intDiv(number, ${STREAMS_A_MEETING}) AS meeting, number % ${STREAMS_A_MEETING} AS at, at < 8 AS isAudio,
    if(isAudio, intDiv(at, 2), intDiv(at - 8, 2)) AS person, ${startOf(filling, 'meeting')} AS start,
    start + ${lengthOf('meeting')} AS ended, ${uuidOf('meeting', 'c')} AS call,
    ${uuidOf(`meeting * ${PEOPLE} + person`, 'p')} AS participant,
    cityHash64(meeting, person, 's') % ${SUBNETS * 2} AS place, ${hash('v')} % 100 AS dice,
    multiIf(dice < 4, 'Poor', dice < 70, 'Good', 'Unclassified') AS grade,
    multiIf(dice = 99, 'CallSetup', dice = 98, 'Midcall', '') AS failure
  SELECT ${instant('ended')}, call, 1, ${editionSql('call', 1)}, 'anteroom', '${filling.tenant}', concat('19:meeting_', toString(meeting)),
    ${instant('start')}, ${instant('ended')}, 'Conf', participant, ${instant('start')}, ${instant('ended')},
    (ended - start) / 1000, at, if(isAudio, 'Audio', 'Video'), ['First-to-Second', 'Second-to-First'][1 + at % 2],
    'conf:audio-video', 'receiver', 'UDP', if(isAudio, 'OPUS', 'H264'), 1, 1, 'Server', 'AV-MCU', 'Microsoft Teams',
    'Client', participant, if(person = 0, 'User', 'Anonymous'), if(person = 0, '${filling.tenant}', ''),
    hex(cityHash64(meeting % 5000, person)), 'OC', ['1.46.1', '1.44.0', '1.45.2', '2.0.0'][1 + person],
    ['Windows 11', 'macOS 15', 'Android 16'][1 + ${hash('o')} % 3], ['Wired', 'Wifi'][1 + place % 2], 'DIRECT',
    if(place < ${SUBNETS}, ${subnet('place')}, '192.168.1.0'), '198.51.100.0', 'Contoso Headset',
    ${hash('r')} % 400, ${hash('j')} % 40, (${hash('l')} % 1000) / 8000, ${hash('u')} % 9000,
    if(isAudio, (${hash('h')} % 1000) / 10000, NULL), if(isAudio, NULL, ${hash('f')} % 30), grade, 'cqd', '2022',
    if(isAudio, grade, ''), failure, if(failure = '', 'Success', 'UnexpectedClientError'), person != 0, ${SYSTEM},
    ${uuidOf('number', 'i')}, now64(7), '{}'
  FROM numbers(${from}, ${count})`
}

const legSql = (
  filling: MeetingsFilling,
) => `WITH intDiv(number, ${PEOPLE}) AS meeting, number % ${PEOPLE} AS person,
    ${startOf(filling, 'meeting')} AS start, start + ${lengthOf('meeting')} AS ended, ${uuidOf('meeting', 'c')} AS call,
    ${uuidOf('number', 'p')} AS participant`

const sessionsSql = (filling: MeetingsFilling, from: number, count: number): string =>
  `INSERT INTO ${filling.database}.${TEAMS_SESSIONS} (TimeGenerated, CorrelationId, Version, Edition, OrganizerTenantId,
    ParticipantId, StartTime, EndTime, Details, SourceSystem, _IsBillable, _ResourceId, _ItemId, _TimeReceived, _Verdict)
  ${legSql(filling)}
  SELECT ${instant('ended')}, call, 1, ${editionSql('call', 1)}, '${filling.tenant}', participant, ${instant('start')}, ${instant('ended')},
    concat('{"CPU Number Of Cores":', toString(2 + person), ',"Port":', toString(50000 + person), '}'), ${SYSTEM},
    ${uuidOf('number', 's')}, now64(7), '{}'
  FROM numbers(${from}, ${count})`

const personsSql = (filling: MeetingsFilling, from: number, count: number): string =>
  `INSERT INTO ${filling.database}.${TEAMS_PERSONS} (TimeGenerated, CorrelationId, Version, Edition, OrganizerTenantId,
    ParticipantId, UserPrincipalName, IpAddress, SourceSystem, _IsBillable, _ResourceId, _ItemId, _TimeReceived, _Verdict)
  ${legSql(filling)}
  SELECT ${instant('ended')}, call, 1, ${editionSql('call', 1)}, '${filling.tenant}', participant,
    concat('user', toString(cityHash64(meeting % 5000, person) % 4000), '@contoso.example'), '10.1.1.1', ${SYSTEM},
    ${uuidOf('number', 'n')}, now64(7), '{}'
  FROM numbers(${from}, ${count})`

/** One call in a thousand had an older version, whose rows are not here: what matters is that it is looked for. */
const replacedSql = (filling: MeetingsFilling): string =>
  `INSERT INTO ${filling.database}.${TEAMS_REPLACED} (TimeGenerated, CorrelationId, Version, Edition, OrganizerTenantId,
    SourceSystem, _IsBillable, _ResourceId, _ItemId, _TimeReceived, _Verdict)
  SELECT ${instant(String(filling.end))}, ${uuidOf('number * 1000', 'c')}, 0,
    ${editionSql(uuidOf('number * 1000', 'c'), 0)}, '${filling.tenant}', ${SYSTEM},
    ${uuidOf('number', 'x')}, now64(7), '{}'
  FROM numbers(${Math.ceil(filling.meetings / 1000)})`

function networksSql({ database, tenant, end }: MeetingsFilling): readonly string[] {
  const columns = `TimeGenerated, OrganizerTenantId, FileId, Subnet, Network, NetworkName, NetworkRange, BuildingName,
    Region, InsideCorp, ExpressRoute, Vpn, ValidFrom, SourceSystem, _IsBillable, _ResourceId, _ItemId, _TimeReceived, _Verdict`
  const row = (
    key: string,
    salt: string,
  ) => `SELECT ${instant(String(end))}, '${tenant}', 'file', ${key}, ${key},
    concat('net ', toString(number)), '24', concat('Building ', toString(number % ${BUILDINGS})),
    ['Europe', 'Asia', 'Americas'][1 + number % 3], number % 5 != 0, 0, 0, ${instant(String(end - 2 * YEAR_MS))},
    ${SYSTEM}, ${uuidOf('number', salt)}, now64(7), '{}'`
  const into = `INSERT INTO ${database}.${TEAMS_NETWORKS} (${columns})`
  return [
    `${into} ${row(subnet('number'), 'w')} FROM numbers(${SUBNETS})`,
    `${into} ${row(`''`, 'm')} FROM numbers(1)`,
  ]
}
