/** Rows of two tenants from a seed: meetings, direct calls, phones, failures, blanks, ratings, replaced versions. */
import { parseIso, toIso } from '#base'
import {
  TEAMS_FEEDBACK,
  TEAMS_NETWORKS,
  TEAMS_PERSONS,
  TEAMS_REPLACED,
  TEAMS_SESSIONS,
  TEAMS_STREAMS,
  type TenantId,
  tenantId,
} from '#records'
import { editionOf } from '#teams/record'

export type Cell = string | number | boolean | null | Readonly<Record<string, string | number | boolean>>
export type Row = Readonly<Record<string, Cell>>

export interface SeededRows {
  readonly tenant: TenantId
  readonly other: TenantId
  readonly tables: Readonly<Record<string, readonly Row[]>>
  /** Streams of the tenant in the versions that count, with what stands beside them in other tables. */
  readonly streams: readonly Row[]
}

const CONTOSO = tenantId('c0117050-0000-4000-8000-000000000001')
const FABRIKAM = tenantId('fab41ca0-0000-4000-8000-000000000001')
const FROM = parseIso('2026-03-01T00:00:00Z') ?? 0
const HOUR = 3_600_000
const CALLS = 90

type Random = () => number

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const versioned = (row: Row, version: number): Row => ({
  ...row,
  Version: version,
  Edition: editionOf(String(row.CorrelationId), version),
})

export function seededRows(): SeededRows {
  const random = randomFrom(7)
  const tables: Record<string, Row[]> = {
    [TEAMS_SESSIONS]: [],
    [TEAMS_STREAMS]: [],
    [TEAMS_PERSONS]: [],
    [TEAMS_FEEDBACK]: [],
    [TEAMS_REPLACED]: [],
    [TEAMS_NETWORKS]: buildings,
  }
  const current: Row[] = []
  for (let number = 0; number < CALLS; number++) {
    const isReplaced = number % 15 === 4
    const call = aCall(number, random)
    const versions = isReplaced ? [1, 2] : [1]
    for (const version of versions) {
      const streams = call.streams.map(row => versioned(row, version))
      tables[TEAMS_STREAMS]?.push(...streams)
      tables[TEAMS_SESSIONS]?.push(...call.sessions.map(row => versioned(row, version)))
      tables[TEAMS_PERSONS]?.push(...call.persons.map(row => versioned(row, version)))
      if (version === versions.length && call.tenant === CONTOSO) current.push(...streams)
    }
    tables[TEAMS_FEEDBACK]?.push(...call.feedback)
    if (isReplaced) {
      tables[TEAMS_REPLACED]?.push({
        CorrelationId: call.id,
        Version: 1,
        Edition: editionOf(call.id, 1),
        OrganizerTenantId: call.tenant,
        TimeGenerated: call.end,
      })
    }
  }
  const ratings = new Map(tables[TEAMS_FEEDBACK]?.map(row => [row.ParticipantId, row]))
  const details = new Map(tables[TEAMS_SESSIONS]?.map(row => [row.ParticipantId, row.Details]))
  const streams = current.map(row => {
    const rating = ratings.get(row.SecondParticipantId ?? '')
    const known = details.get(row.SecondParticipantId ?? '')
    return {
      ...row,
      Rating: rating?.Rating ?? null,
      HasAudioIssue: rating?.HasAudioIssue ?? null,
      SecondDetails: known ?? null,
    }
  })
  return { tenant: CONTOSO, other: FABRIKAM, tables, streams }
}

const network = (subnet: string, building: string, inside: boolean): Row => ({
  TimeGenerated: toIso(FROM),
  OrganizerTenantId: CONTOSO,
  FileId: 'file-1',
  Subnet: subnet,
  Network: subnet,
  NetworkName: `${building} net`,
  NetworkRange: '24',
  BuildingName: building,
  Region: 'Europe',
  InsideCorp: inside,
  ExpressRoute: inside,
  Vpn: false,
  ValidFrom: toIso(FROM - 24 * HOUR),
  ValidUntil: null,
})

const buildings: Row[] = [
  network('10.1.1.0', 'Main', true),
  network('10.1.2.0', 'Annex', true),
  network('10.9.9.0', 'Cafe', false),
  { TimeGenerated: toIso(FROM + 1), OrganizerTenantId: CONTOSO, FileId: 'file-1', Subnet: '' },
]

interface SeededCall {
  readonly id: string
  readonly tenant: TenantId
  readonly end: string
  readonly sessions: readonly Row[]
  readonly streams: readonly Row[]
  readonly persons: readonly Row[]
  readonly feedback: readonly Row[]
}

function aCall(number: number, random: Random): SeededCall {
  const id = `call-${String(number).padStart(3, '0')}`
  const tenant = number % 6 === 5 ? FABRIKAM : CONTOSO
  const start = FROM + Math.floor(random() * 90 * 24) * HOUR + Math.floor(random() * HOUR)
  const seconds = Math.floor(random() * (number % 9 === 0 ? 50 : 3000)) + 1
  const end = toIso(start + seconds * 1000)
  const common = {
    TimeGenerated: end,
    CorrelationId: id,
    Source: 'anteroom',
    OrganizerTenantId: tenant,
    MeetingId: `19:meeting_${number}@thread.v2`,
    CallStartTime: toIso(start),
    CallEndTime: end,
    SessionType: 'Conf',
  }
  const sessions: Row[] = []
  const streams: Row[] = []
  const persons: Row[] = []
  const feedback: Row[] = []
  const people = 2 + Math.floor(random() * 3)
  for (let person = 0; person < people; person++) {
    const leg = { common, tenant, participant: `${id}-p${person}`, start, seconds, person, random }
    sessions.push(sessionOf(leg))
    streams.push(...streamsOf(leg))
    persons.push(personOf(leg))
    if (random() < 0.4) feedback.push(feedbackOf(leg))
  }
  return { id, tenant, end, sessions, streams, persons, feedback }
}

interface SeededLeg {
  readonly common: Row
  readonly tenant: TenantId
  readonly participant: string
  readonly start: number
  readonly seconds: number
  readonly person: number
  readonly random: Random
}

const isPhone = ({ person, participant }: SeededLeg) => person === 1 && participant.charCodeAt(7) % 4 === 0

const sessionOf = (leg: SeededLeg): Row => ({
  ...leg.common,
  ParticipantId: leg.participant,
  Details: {
    'CPU Number Of Cores': 2 + (leg.person % 3) * 2,
    'WiFi Channel': leg.person % 2 === 0 ? 36 : 6,
    'WiFi Signal Strength': 40 + leg.person * 17,
    'Send Signal Level': -18 - leg.person,
    'Mic Glitch Rate': leg.person,
    Port: 50_000 + leg.person,
    'Relay IP': leg.person === 2 ? '192.0.2.7' : '',
    'VPN Estimated': leg.person === 1,
  },
})

const personOf = (leg: SeededLeg): Row => ({
  TimeGenerated: leg.common.TimeGenerated ?? null,
  CorrelationId: leg.common.CorrelationId ?? null,
  OrganizerTenantId: leg.tenant,
  ParticipantId: leg.participant,
  ObjectId: `object-${leg.person}`,
  UserPrincipalName: `user${leg.person}@${leg.tenant === CONTOSO ? 'contoso' : 'fabrikam'}.example`,
  PhoneNumber: isPhone(leg) ? '+14255550123' : '',
  IpAddress: `10.1.1.${leg.person}`,
  LocalAddress: `10.1.1.${leg.person}`,
  ReflexiveAddress: leg.person === 0 ? '198.51.100.4' : '',
  MachineName: `PC-${leg.person}`,
})

const feedbackOf = (leg: SeededLeg): Row => ({
  TimeGenerated: leg.common.TimeGenerated ?? null,
  CorrelationId: leg.common.CorrelationId ?? null,
  OrganizerTenantId: leg.tenant,
  ParticipantId: leg.participant,
  Rating: Math.floor(leg.random() * 6),
  HasAudioIssue: leg.random() < 0.5,
  HasVideoIssue: false,
  HasSharingIssue: false,
})

function streamsOf(leg: SeededLeg): readonly Row[] {
  const { random } = leg
  const failure = random() < 0.08 ? 'CallSetup' : random() < 0.06 ? 'Midcall' : ''
  const base = baseOf(leg, failure)
  if (failure === 'CallSetup') return [base]
  const pictures = [...(random() < 0.6 ? ['Video', 'Video'] : []), ...(random() < 0.2 ? ['VBSS'] : [])]
  const streams = ['Audio', 'Audio', ...pictures].map(
    (mediaType, number): Row => ({ ...base, ...mediaOf(mediaType, number, random) }),
  )
  const grades = streams.filter(row => row.MediaType === 'Audio').map(row => row.Classification)
  const worst = ['Poor', 'Good'].find(grade => grades.includes(grade)) ?? 'Unclassified'
  return streams.map(row => (row.MediaType === 'Audio' ? { ...row, LegClassification: worst } : row))
}

function baseOf(leg: SeededLeg, failure: string): Row {
  const { common, participant, start, seconds, random } = leg
  return {
    ...common,
    ...clientOf(leg, failure),
    ParticipantId: participant,
    StartTime: toIso(start),
    EndTime: toIso(start + seconds * 1000),
    DurationSeconds: seconds,
    CdrAvailable: random() < 0.95,
    FirstIsCaller: false,
    FirstIsServer: 'Server',
    FirstUserAgentCategory: 'AV-MCU',
    FirstProductName: 'Microsoft Teams',
    MediaFailureType: failure,
    CallSetupFailureReason: failure === 'CallSetup' ? 'Other' : '',
    ResultCategory: failure ? 'UnexpectedClientError' : 'Success',
    EndCode: failure ? 410 : 0,
    IsFederated: false,
    PstnCallType: isPhone(leg) ? (random() < 0.5 ? 'conf_in' : 'conf_out') : '',
    Classification: 'Unclassified',
  }
}

const SUBNETS = ['10.1.1.0', '10.1.2.0', '10.9.9.0', '192.168.7.0', ''] as const

/** Of three kinds of people: one of the tenant, one on Wi-Fi behind a VPN, one of a resource. */
function clientOf(leg: SeededLeg, failure: string): Row {
  const { participant, person, random } = leg
  const isEven = person % 2 === 0
  return {
    IsAnonymousJoin: person !== 0,
    SecondIsServer: 'Client',
    SecondParticipantId: participant,
    SecondUserType: isPhone(leg) ? 'PSTN' : person === 0 ? 'User' : 'Anonymous',
    SecondTenantId: person === 0 ? leg.tenant : '',
    SecondAcsResourceId: person === 2 ? 'acs-1' : '',
    SecondPersonKey: `key-${person}`,
    SecondUserAgentCategory: 'OC',
    SecondAppVersion: isEven ? '1.46.1' : '1.44.0',
    SecondOsFiltered: 'Windows 11',
    SecondNetworkConnection: isEven ? 'Wired' : 'Wifi',
    SecondWifiBand: isEven ? '' : '5.0 Ghz',
    SecondVpn: person === 1,
    SecondConnectivityIce: failure === 'CallSetup' ? 'FAILED' : 'DIRECT',
    SecondSubnet: SUBNETS[Math.floor(random() * SUBNETS.length)] ?? '',
    SecondReflexiveNetwork: '198.51.100.0',
    SecondCaptureDevice: person === 0 ? 'Contoso Headset' : '',
  }
}

/** A figure, or nothing where nobody measured. */
const figure = (random: Random, most: number, known = 0.85): number | null =>
  random() < known ? Math.round(random() * most * 1000) / 1000 : null

function mediaOf(mediaType: string, number: number, random: Random): Row {
  const isPicture = mediaType !== 'Audio'
  const verdict = random() < 0.2 ? 'Poor' : random() < 0.7 ? 'Good' : 'Unclassified'
  return {
    StreamId: number,
    MediaLineLabel: isPicture ? 1 : 0,
    MediaType: mediaType,
    StreamDirection: number % 2 === 0 ? 'First-to-Second' : 'Second-to-First',
    ConferenceType: 'conf:audio-video',
    Transport: random() < 0.9 ? 'UDP' : 'TCP',
    PayloadDescription: isPicture ? 'H264' : 'OPUS',
    QoeAvailable: true,
    ReportedBy: 'receiver',
    RoundTrip: figure(random, 700),
    RoundTripMax: figure(random, 900),
    Jitter: figure(random, 45),
    JitterMax: figure(random, 90),
    PacketLossRate: figure(random, 0.14),
    PacketLossRateMax: figure(random, 0.5),
    PacketUtilization: Math.floor(random() * 4000),
    ConcealedRatio: isPicture ? null : figure(random, 0.12),
    NetworkMos: isPicture ? null : figure(random, 4.5),
    FrameLossPercentage: isPicture ? figure(random, 80, 0.5) : null,
    FrameRate: isPicture ? figure(random, 30, 0.7) : null,
    VideoPostFecLoss: isPicture ? figure(random, 0.3, 0.7) : null,
    BitRate: figure(random, 64_000),
    BandwidthEstimate: figure(random, 3_000_000, 0.6),
    Classification: verdict,
    ClassifierRule: 'cqd',
    ClassifierVersion: '2022',
    PoorReasons: verdict === 'Poor' ? (isPicture ? 'Video Frame Rate Avg' : 'Jitter,Packet Loss') : '',
  }
}
