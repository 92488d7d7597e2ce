/**
 * What the organizer's tenant keeps of its meetings: tables of ours in the tenant's own workspace, named after what
 * Call Quality Dashboard calls things. Rows stay a year; what names or locates a person stands apart and goes after
 * 28 days, so that it is blank from then on wherever it is joined to.
 */
import { aroundOwn } from './house-tables.ts'
import type { ColumnType, Table } from './schema.ts'

type Columns = Readonly<Record<string, ColumnType>>

const YEAR = 365
const IDENTIFIABLE_DAYS = 28
/** What was uploaded stays until another file replaces it. */
const REFERENCE_DAYS = 4383

/** Which version of which call a row is of: the highest version of a call replaces all lower ones (R52). */
const CALL: Columns = {
  CorrelationId: 'string',
  Version: 'int',
  /** The call and its version as one number. */
  Edition: 'long',
  /** `anteroom`: recorded here; `graph`: from an imported call record. */
  Source: 'string',
  OrganizerTenantId: 'string',
  /** Thread id of the meeting. */
  MeetingId: 'string',
  CallStartTime: 'datetime',
  CallEndTime: 'datetime',
  /** `Conf` or `P2P`. */
  SessionType: 'string',
}

/** One connection of one participant: who, when, how it ended, with which client, how good its audio was. */
const SESSION: Columns = {
  ...CALL,
  /** `complete`, or what an imported record lacks. */
  Completeness: 'string',
  ParticipantId: 'string',
  /** The other end of a direct call. */
  PeerParticipantId: 'string',
  EndpointId: 'string',
  ParticipantKind: 'string',
  /** `User`, `Anonymous`, `PSTN`, `Application`. */
  UserType: 'string',
  TenantIdOfUser: 'string',
  AcsResourceId: 'string',
  PersonKey: 'string',
  Role: 'string',
  IsOrganizer: 'bool',
  /** `acs`, `teams`, `phone`, `bot`. */
  Client: 'string',
  StartTime: 'datetime',
  JoinTime: 'datetime',
  EndTime: 'datetime',
  DurationSeconds: 'real',
  LobbyEnteredTime: 'datetime',
  LobbySeconds: 'real',
  LobbyOutcome: 'string',
  EndCode: 'int',
  EndSubCode: 'int',
  EndReason: 'string',
  ResultCategory: 'string',
  MediaFailureType: 'string',
  UserAgent: 'string',
  UserAgentCategory: 'string',
  AppVersion: 'string',
  Os: 'string',
  OsFiltered: 'string',
  NetworkConnection: 'string',
  PstnCallType: 'string',
  /** By the rule of call analytics: `Good`, `Poor`, `Unavailable`. */
  AudioQuality: 'string',
  /** Each rule that judged this connection: [{ rule, version, verdict, reasons, values }]. */
  Verdicts: 'dynamic',
  /** What is known of device, system and connectivity, under the names of call quality without First or Second. */
  Details: 'dynamic',
}

const BOTH_ENDS: Columns = {
  /** `Server` or `Client`. */
  IsServer: 'string',
  ParticipantId: 'string',
  UserType: 'string',
  TenantId: 'string',
  AcsResourceId: 'string',
  /** Counts people without naming them: the same for the same person, also after the names are gone. */
  PersonKey: 'string',
  ProductName: 'string',
  UserAgent: 'string',
  UserAgentCategory: 'string',
  AppVersion: 'string',
  Os: 'string',
  OsFiltered: 'string',
  Architecture: 'string',
  /** `Wired`, `Wifi`, `MobileBB`, `Tunnel`, `Other`. */
  NetworkConnection: 'string',
  WifiBand: 'string',
  Vpn: 'bool',
  /** `DIRECT`, `RELAY`, `FAILED`. */
  ConnectivityIce: 'string',
  Subnet: 'string',
  ReflexiveNetwork: 'string',
  CaptureDevice: 'string',
  RenderDevice: 'string',
  QoeAvailable: 'bool',
}

const endColumns = (end: 'First' | 'Second'): Columns =>
  Object.fromEntries(Object.entries(BOTH_ENDS).map(([name, type]) => [`${end}${name}`, type]))

/** Figures of a stream. Times ms, ratios 0..1, percentages 0..100, rates bit/s and frames/s. */
const FIGURES: Columns = {
  RoundTrip: 'real',
  RoundTripMax: 'real',
  Jitter: 'real',
  JitterMax: 'real',
  PacketLossRate: 'real',
  PacketLossRateMax: 'real',
  PacketUtilization: 'long',
  ConcealedRatio: 'real',
  ConcealedRatioMax: 'real',
  StretchedRatio: 'real',
  HealerPacketDropRatio: 'real',
  HealerFecUsedRatio: 'real',
  JitterBufferAvg: 'real',
  JitterBufferMax: 'real',
  JitterBufferMin: 'real',
  AudioPostFecLoss: 'real',
  VideoPostFecLoss: 'real',
  NetworkJitterAvg: 'real',
  NetworkJitterMax: 'real',
  NetworkJitterMin: 'real',
  FrameLossPercentage: 'real',
  FrameRate: 'real',
  RecvFrameRate: 'real',
  LowFrameRatePercent: 'real',
  DynamicCapabilityPercent: 'real',
  BitRate: 'real',
  BandwidthEstimate: 'real',
  /** Estimates by the E-model, never measured: MOS points lost to the network, and the score itself. */
  Degradation: 'real',
  NetworkMos: 'real',
  FecUsed: 'bool',
}

/** One medium, one direction, between two ends; a connection without media has one row without a medium. */
const STREAM: Columns = {
  ...CALL,
  /** Of the connection this stream belongs to. */
  ParticipantId: 'string',
  StartTime: 'datetime',
  EndTime: 'datetime',
  DurationSeconds: 'real',
  StreamId: 'long',
  MediaLineLabel: 'int',
  /** `Audio`, `Video`, `VBSS`, `AppSharing`; empty in rows of reliability alone. */
  MediaType: 'string',
  /** `First-to-Second` or `Second-to-First`. */
  StreamDirection: 'string',
  /** `conf:audio`, `conf:audio-video`, …; empty in direct calls. */
  ConferenceType: 'string',
  /** Whose report the figures are: `receiver` or `sender`; empty where nobody reported. */
  ReportedBy: 'string',
  FirstIsCaller: 'bool',
  Transport: 'string',
  PayloadDescription: 'string',
  CdrAvailable: 'bool',
  QoeAvailable: 'bool',
  ...endColumns('First'),
  ...endColumns('Second'),
  ...FIGURES,
  /** `Poor`, `Good`, `Unclassified`, with the rule and version that said so and why. */
  Classification: 'string',
  ClassifierRule: 'string',
  ClassifierVersion: 'string',
  /** Branches that fired, as call quality names them, separated by commas: `Jitter,Packet Loss`. */
  PoorReasons: 'string',
  /** Of audio: the worse of both directions of the connection, `Poor`, `Good` or `Unclassified`. */
  LegClassification: 'string',
  /** `CallSetup`, `Midcall`, `NotMediaFailure`; empty where nothing failed. */
  MediaFailureType: 'string',
  CallSetupFailureReason: 'string',
  ResultCategory: 'string',
  EndCode: 'int',
  EndSubCode: 'int',
  EndReason: 'string',
  IsAnonymousJoin: 'bool',
  IsFederated: 'bool',
  SchedulingSourceAppId: 'string',
  Region: 'string',
  PstnCallType: 'string',
  PstnCountry: 'string',
}

/** What names or locates a person. */
const PERSON: Columns = {
  CorrelationId: 'string',
  Version: 'int',
  Edition: 'long',
  OrganizerTenantId: 'string',
  ParticipantId: 'string',
  /** `8:acs:…`, `8:orgid:…`, `4:+…`. */
  RawId: 'string',
  ObjectId: 'string',
  UserPrincipalName: 'string',
  DisplayName: 'string',
  PhoneNumber: 'string',
  IpAddress: 'string',
  BaseAddress: 'string',
  LocalAddress: 'string',
  ReflexiveAddress: 'string',
  RemoteAddress: 'string',
  RemoteReflexiveAddress: 'string',
  MacAddress: 'string',
  Bssid: 'string',
  MachineName: 'string',
  FeedbackText: 'string',
  OrganizerObjectId: 'string',
  OrganizerPrincipalName: 'string',
}

/** What somebody said of a call afterwards: 0 shown but not rated, 1–5. */
const FEEDBACK: Columns = {
  CorrelationId: 'string',
  OrganizerTenantId: 'string',
  ParticipantId: 'string',
  Rating: 'int',
  /** `AudioNoAudio:1; …` as call quality writes them. */
  Tokens: 'string',
  HasAudioIssue: 'bool',
  HasVideoIssue: 'bool',
  HasSharingIssue: 'bool',
}

/** Versions that a higher one replaced. */
const REPLACED: Columns = {
  CorrelationId: 'string',
  Version: 'int',
  Edition: 'long',
  OrganizerTenantId: 'string',
}

/** Rows of the building file in use, one a subnet (CQD's tenant data upload). */
const NETWORK: Columns = {
  OrganizerTenantId: 'string',
  FileId: 'string',
  /** Network address that streams are matched with: `10.1.2.0`. */
  Subnet: 'string',
  Network: 'string',
  NetworkName: 'string',
  NetworkRange: 'string',
  BuildingName: 'string',
  OwnershipType: 'string',
  BuildingType: 'string',
  BuildingOfficeType: 'string',
  City: 'string',
  ZipCode: 'string',
  Country: 'string',
  State: 'string',
  Region: 'string',
  InsideCorp: 'bool',
  ExpressRoute: 'bool',
  Vpn: 'bool',
  ValidFrom: 'datetime',
  ValidUntil: 'datetime',
}

/** Rows of the endpoint file in use, one a machine name. */
const MACHINE: Columns = {
  OrganizerTenantId: 'string',
  FileId: 'string',
  EndpointName: 'string',
  EndpointMake: 'string',
  EndpointModel: 'string',
  EndpointType: 'string',
  EndpointLabel1: 'string',
  EndpointLabel2: 'string',
  EndpointLabel3: 'string',
}

export const TEAMS_SESSIONS = 'AnteroomTeamsSessions_CL'
export const TEAMS_STREAMS = 'AnteroomTeamsStreams_CL'
export const TEAMS_PERSONS = 'AnteroomTeamsPersons_CL'
export const TEAMS_FEEDBACK = 'AnteroomTeamsFeedback_CL'
export const TEAMS_REPLACED = 'AnteroomTeamsReplaced_CL'
export const TEAMS_NETWORKS = 'AnteroomTeamsNetworks_CL'
export const TEAMS_MACHINES = 'AnteroomTeamsMachines_CL'

export const teamsTables: readonly Table[] = [
  table(TEAMS_SESSIONS, 'Teams sessions', SESSION),
  table(TEAMS_STREAMS, 'Teams streams', STREAM),
  table(TEAMS_PERSONS, 'Teams persons', PERSON, IDENTIFIABLE_DAYS),
  table(TEAMS_FEEDBACK, 'Teams feedback', FEEDBACK),
  table(TEAMS_REPLACED, 'Teams replaced versions', REPLACED),
  table(TEAMS_NETWORKS, 'Teams networks and buildings', NETWORK, REFERENCE_DAYS),
  table(TEAMS_MACHINES, 'Teams machines', MACHINE, REFERENCE_DAYS),
]

function table(name: string, displayName: string, own: Columns, keptDays = YEAR): Table {
  const columns = Object.entries(own).map(([column, type]) => ({ name: column, type }))
  return { ...aroundOwn(name, displayName, columns), keptDays }
}
