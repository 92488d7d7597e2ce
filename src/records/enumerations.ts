/** The values that columns may hold, spelled as on the wire (R44, R46–R49). */
import type { MediaType, StreamDirection, TransportType } from './call.ts'
import { surveyIssues as documentedIssues } from './generated/survey.ts'
import { userFacingDiagnostics as documentedDiagnostics } from './generated/user-facing-diagnostics.ts'
import type { ResultCategory, SurveyIssues, UserFacingDiagnostic } from './schema.ts'

/** R47. The last two occur in diagnostics only; older records print VOIP and BOT, so compare without case. */
export const endpointTypes = ['Server', 'VoIP', 'PSTN', 'Bot', 'Unknown', 'Voicemail', 'Anonymous'] as const
export type EndpointType = (typeof endpointTypes)[number]

/** R44. */
export const callTypes = ['P2P', 'Group'] as const
export type CallType = (typeof callTypes)[number]

/** R46: the short form, which the portal's own queries compare with. */
export const participantTypes = [
  'ACS',
  'Teams',
  'ACS as Teams external user',
  'ACS as Microsoft 365 user',
  'Teams Voice Apps',
  'PSTN',
] as const
export type ParticipantType = (typeof participantTypes)[number]

/** R48. */
export const mediaTypes = ['Audio', 'Video', 'VBSS', 'AppSharing'] as const satisfies readonly MediaType[]
export const transportTypes = ['UDP', 'TCP', 'Unrecognized'] as const satisfies readonly TransportType[]
export const streamDirections = ['Inbound', 'Outbound'] as const satisfies readonly StreamDirection[]

/** R49. */
export const resultCategories = [
  'Success',
  'ExpectedError',
  'UnexpectedClientError',
  'UnexpectedServerError',
] as const satisfies readonly ResultCategory[]

export const levels = ['Informational', 'Warning', 'Error', 'Critical'] as const
export type Level = (typeof levels)[number]

/** Outcome of an operation of an API or a client. */
export const resultTypes = ['Succeeded', 'Failed'] as const
export type ResultType = (typeof resultTypes)[number]

/** What a user may complain about in the survey after a call, by column. */
export const surveyIssues: readonly SurveyIssues[] = documentedIssues

/** Bounds of a survey score when the app sets none; a score at or below the threshold is a complaint. */
export const surveyDefaults = { lowerBound: 1, upperBound: 5, threshold: 2 } as const

export const userFacingDiagnostics: readonly UserFacingDiagnostic[] = documentedDiagnostics
