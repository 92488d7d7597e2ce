/** What `/teams/users`, `/teams/meetings` and `/teams/guests` answer. Types alone: the pages read them too. */

/** Why something that exists is not told. */
export interface WhyBlank {
  /** `T3`, … of docs/policy.md. */
  readonly rule: string
  readonly sentence: string
}

/** Somebody as the caller's role may see them: made by the one masking function. */
export interface Who {
  readonly label: string
  /** `acsUser`, `m365User`, `teamsAnonymous`, `phone`, `bot`, `voiceApp`. */
  readonly kind: string
  /** `User`, `Anonymous`, `PSTN`, `Application`. */
  readonly userType: string
  readonly isInternal: boolean
  /** The same for the same person in each call, also when the names are gone. */
  readonly personKey: string
  readonly fields: Readonly<Record<string, string>>
  readonly withheld: Readonly<Record<string, WhyBlank>>
  /** Everything that names or locates somebody goes after 28 days; the rest of the row stays. */
  readonly blanked?: WhyBlank
}

export interface Listed<Row> {
  readonly value: readonly Row[]
  /** Rows that match, on all pages. */
  readonly total: number
  readonly nextLink?: string
  /** The question behind it, for the tenant's workspace. */
  readonly kql: string
}

export type AudioQuality = 'Good' | 'Poor' | 'Unavailable'

/** What one rule made of a connection, and on which values. */
export interface Judged {
  readonly rule: string
  readonly title: string
  readonly version: string
  readonly verdict: string
  readonly reasons: readonly string[]
  readonly values: Readonly<Record<string, number>>
}

export interface UserRow {
  /** Object id. */
  readonly id: string
  readonly displayName: string
  readonly userPrincipalName: string
  readonly userType: string
  /** In the last 7 days. */
  readonly meetings: number
  readonly calls: number
  readonly poor: number
  readonly lastSeen: string | null
}

/** What else a search text leads to: ids and links are of meetings and of people without an account. */
export interface Found {
  readonly meetings: readonly MeetingRow[]
  readonly guests: readonly GuestRow[]
}

export type Users = Listed<UserRow> & { readonly found?: Found }

export interface UserPage {
  readonly who: Who
  readonly userPrincipalName?: string
  /** In the directory here; guests without an account are not. */
  readonly isKnown: boolean
  /** Connections of the last 7 days, by the rule of call analytics. */
  readonly quality: { readonly good: number; readonly poor: number; readonly unclassified: number }
  readonly activity: { readonly meetings: number; readonly calls: number }
  /** Meeting settings that hold for meetings of this user; none of somebody who can't organize any. */
  readonly policies: readonly { readonly name: string; readonly value: string }[]
  readonly kql: { readonly quality: string; readonly activity: string }
}

export interface PastMeeting {
  readonly callId: string
  readonly participantId: string
  /** Thread id; empty for direct calls. */
  readonly meetingId: string
  readonly startTime: string
  /** The other party of a direct call. */
  readonly otherParty?: Who
  readonly participants: number
  readonly durationSeconds: number
  readonly activityType: 'Conference' | 'Call'
  readonly client: string
  readonly audioQuality: AudioQuality
  /** Good, yet another rule or limit was passed. */
  readonly hasMinorIssues: boolean
  readonly lobbyOutcome: string
  readonly source: string
}

export interface RecentMeeting {
  readonly callId: string
  readonly participantId: string
  readonly meetingId: string
  readonly startTime: string
  readonly joinTime: string | null
  /** Null while inside. */
  readonly leaveTime: string | null
  readonly participants: number
  readonly activityType: 'Conference' | 'Call'
  readonly status: 'In progress' | 'Ended'
}

export interface MeetingRow {
  readonly callId: string
  readonly meetingId: string
  readonly startTime: string
  readonly endTime: string | null
  readonly organizer: Who | null
  readonly participants: number
  readonly guests: number
  readonly turnedAway: number
  readonly poor: number
  readonly status: 'In progress' | 'Ended'
}

export interface GuestRow {
  readonly who: Who
  /** Immutable id of the Communication Services resource; empty for other guests. */
  readonly acsResourceId: string
  readonly visits: number
  readonly meetings: number
  readonly admitted: number
  readonly rejected: number
  readonly timedOut: number
  readonly gaveUp: number
  readonly withoutLobby: number
  readonly lobbySeconds: number | null
  readonly longestLobbySeconds: number | null
  readonly poor: number
  readonly firstSeen: string
  readonly lastSeen: string
  readonly lastCallId: string
  readonly lastParticipantId: string
}

export interface LobbyStay {
  readonly enteredTime: string
  readonly seconds: number
  /** `admitted`, `rejected`, `timedOut`, `left`, `waiting`. */
  readonly outcome: string
  /** The setting that made them wait, while they do. */
  readonly rule?: string
}

export interface Participant {
  readonly participantId: string
  readonly who: Who
  readonly role: string
  readonly isOrganizer: boolean
  readonly acsResourceId: string
  readonly joinTime: string | null
  /** Null while inside. */
  readonly leaveTime: string | null
  readonly durationSeconds: number
  readonly lobby: LobbyStay | null
  readonly device: string
  readonly client: string
  readonly platform: string
  readonly network: string
  readonly audioQuality: AudioQuality
  /** Why there is no rating, or which rule gave it. */
  readonly why: string
  readonly verdicts: readonly Judged[]
  readonly ended: { readonly code: number; readonly subCode: number; readonly message: string } | null
  readonly status: 'In meeting' | 'In lobby' | 'Left'
}

export interface MeetingPage {
  readonly callId: string
  readonly meetingId: string
  readonly startTime: string
  readonly endTime: string | null
  readonly durationSeconds: number
  readonly activityType: 'Conference' | 'Call'
  readonly status: 'In progress' | 'Ended'
  /** `anteroom`, `graph`. */
  readonly source: string
  readonly organizer: Who | null
  readonly participants: readonly Participant[]
  readonly kql: string
  /** Live charts are kept so long after the end; absent when none are. */
  readonly hasCharts: boolean
}

/** One point of a figure beyond a documented limit. */
export interface Mark {
  /** `red`: probably the main cause; `yellow`: out of the normal range. */
  readonly tone: 'red' | 'yellow'
  readonly rule: string
  readonly version: string
  readonly value: number
  readonly is: 'above' | 'atLeast' | 'below' | 'atMost'
  readonly limit: number
  readonly unit: string
}

export interface Fact {
  readonly name: string
  /** Null: nobody reported it. */
  readonly value: string | number | boolean | null
  readonly unit: string
  readonly mark?: Mark
  readonly withheld?: WhyBlank
}

export interface Facts {
  readonly title: string
  readonly facts: readonly Fact[]
}

/** A row of the two-ended table; a side without the fact is null. */
export interface BothEnds {
  readonly name: string
  readonly unit: string
  readonly first: Omit<Fact, 'name' | 'unit'>
  readonly second: Omit<Fact, 'name' | 'unit'>
}

export interface End {
  readonly label: string
  readonly address: string | null
  readonly isService: boolean
  readonly who?: Who
}

export interface SessionPage {
  readonly callId: string
  readonly participantId: string
  readonly meetingId: string
  readonly startTime: string
  readonly endTime: string
  readonly participant: Participant
  /** Caller and callee: a meeting's is the service. */
  readonly caller: End
  readonly callee: End
  readonly state: string
  readonly durationSeconds: number
  readonly overview: {
    readonly device: readonly Facts[]
    readonly system: readonly Facts[]
    readonly connectivity: readonly Facts[]
    readonly network: readonly Facts[]
  }
  readonly advanced: readonly { readonly title: string; readonly rows: readonly BothEnds[] }[] | null
  readonly debug: readonly { readonly title: string; readonly facts: readonly Fact[] }[] | null
  /** Why the last two are not shown. */
  readonly withheld?: WhyBlank
  readonly kql: { readonly session: string; readonly streams: string }
}

/** One window of a stream, about 10 s. Times ms, ratios 0..1, rates bit/s and frames/s. */
export interface LivePoint {
  readonly at: string
  readonly jitter: number | null
  readonly packetLoss: number | null
  readonly roundTrip: number | null
  readonly bitRate: number | null
  readonly frameRate: number | null
  readonly height: number | null
}

export interface LiveSeries {
  readonly streamId: number
  readonly mediaType: string
  readonly direction: string
  readonly codec: string | null
  readonly measuredBy: string
  readonly points: readonly LivePoint[]
}

export interface LiveParticipant {
  readonly participantId: string
  readonly who: Who
  readonly role: string
  readonly status: 'In meeting' | 'In lobby' | 'Left'
  readonly since: string
  readonly leaveTime: string | null
  readonly lobby: LobbyStay | null
  /** With the version of its SDK, where it tells one. */
  readonly client: string
  readonly platform: string
  /** The microphone. */
  readonly device: string
  readonly network: string
  readonly shows: { readonly muted: boolean; readonly camera: boolean; readonly screen: boolean }
  readonly isReconnecting: boolean
  readonly series: readonly LiveSeries[]
}

export interface LiveMeeting {
  readonly callId: string
  readonly meetingId: string
  readonly startTime: string
  readonly endTime: string | null
  readonly status: 'In progress' | 'Ended'
  /** Of all streams together; a list of meetings leaves the series out. */
  readonly participants: readonly LiveParticipant[]
  /** Points older than that are not kept. */
  readonly keptFrom: string
}
