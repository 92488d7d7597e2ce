/**
 * What a client tells of itself beside the figures of its streams: what it did, what it measured each second, how
 * its user rates the call. One report a message; whose logs it belongs in is `policy`'s business (R19).
 */
import type { Instant, JsonObject } from '#base'
import type { CallScene, ClientKind, Identity, Leg } from './call.ts'
import type { CallId, EndpointId, ParticipantId, ResourceId } from './ids.ts'

export interface ClientReport {
  /** Unique; the ids of the records are made of it. */
  readonly id: string
  /** When the server heard it. The client's own clock is in the content. */
  readonly at: Instant
  readonly from: ReportingClient
  /** Other connections of the call that the content names by an id: the reader may not be allowed to know them. */
  readonly mentions: readonly Leg[]
  readonly content: ReportContent
}

export type ReportContent =
  | { readonly kind: 'operations'; readonly operations: readonly ClientOperation[] }
  | { readonly kind: 'mediaStats'; readonly series: readonly MediaSeries[] }
  | { readonly kind: 'survey'; readonly survey: CallSurvey }

/** Who reports. */
export interface ReportingClient {
  readonly identity: Identity
  readonly client: ClientKind
  /** The resource whose token a Microsoft 365 user on a Communication Services client has. */
  readonly issuedBy?: ResourceId | undefined
  readonly endpointId: EndpointId
  readonly sdkVersion?: string | undefined
  readonly osVersion?: string | undefined
  readonly userAgent?: string | undefined
  /** The client object inside the app: tells what happened before a call from what happened elsewhere. */
  readonly clientInstanceId?: string | undefined
  /** Absent for what happened before a call, and for a join that led to none. */
  readonly inCall?:
    | { readonly callId: CallId; readonly participantId: ParticipantId; readonly scene: CallScene }
    | undefined
}

/** An API call of the app, or an event of the client: a state, a user facing diagnostic. */
export interface ClientOperation {
  /** The same on all rows of one operation; both values of a user facing diagnostic have it. */
  readonly operationId: string
  /** `Join`, `StateChanged`, `UserFacingDiagnostics`, as the log spells it. */
  readonly name: string
  readonly type: string
  /** By the client's clock: when it ended. */
  readonly at: Instant
  readonly durationMs?: number | undefined
  /** `Succeeded`, `Failed`, or a category such as `ExpectedError`. */
  readonly resultType: string
  /** Like a status of HTTP. */
  readonly resultSignature?: number | undefined
  readonly subCode?: number | undefined
  /** Its shape depends on the name. */
  readonly payload?: JsonObject | undefined
}

/** Width of the window of a row of media statistics. */
export const SERIES_SECONDS = 10

export type MediaStatsType = 'audio' | 'video' | 'screen' | 'transport'

/** Samples of one figure of one stream over at most `SERIES_SECONDS`, put together. */
export interface MediaSeries {
  readonly mediaStreamId: string
  readonly mediaType: MediaStatsType
  readonly direction: 'recv' | 'send'
  /** As the log spells it: `JitterInMs`. */
  readonly metric: string
  readonly codec?: string | undefined
  /** By the client's clock: of the first sample. */
  readonly at: Instant
  readonly count: number
  readonly sum: number
  readonly average: number
  readonly minimum: number
  readonly maximum: number
  readonly remoteParticipantId?: string | undefined
  readonly remoteEndpointId?: string | undefined
}

/** What somebody was asked about; `AudioRatingScore` is the audio's score. */
export type SurveySubject = 'overall' | 'audio' | 'video' | 'screenshare'

export interface CallSurvey {
  readonly surveyId: string
  readonly ratings: { readonly [Subject in SurveySubject]?: SurveyRating | undefined }
}

/** A score between its bounds; up to the threshold it means that something was wrong. */
export interface SurveyRating {
  readonly score?: number | undefined
  readonly lowerBound?: number | undefined
  readonly upperBound?: number | undefined
  readonly threshold?: number | undefined
  readonly issues: readonly string[]
}

/** What may be an id in a text of a client: the whole text and its words, ids with colons and plus signs in one piece. */
export const idsWithin = (text: string): readonly string[] => [text, ...(text.match(/[\w:+.-]+/g) ?? [])]
