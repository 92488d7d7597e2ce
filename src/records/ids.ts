/** The ids that cross stages. */
import type { Branded } from '#base'

/** Entra tenant, a GUID in lower case. */
export type TenantId = Branded<string, 'TenantId'>
/** Immutable id of a Communication Services resource: the GUID inside `8:acs:<guid>_…`. */
export type ResourceId = Branded<string, 'ResourceId'>
/** Correlation id of a call. */
export type CallId = Branded<string, 'CallId'>
/** One connection of an endpoint to a call; a rejoin gets a new one (R31, R33). */
export type ParticipantId = Branded<string, 'ParticipantId'>
export type EndpointId = Branded<string, 'EndpointId'>
/** ARM id, lower case, with leading slash: `/subscriptions/…/communicationservices/name`. */
export type ArmId = Branded<string, 'ArmId'>
/** A rule of the published documents (`R21`) or of a meeting setting, or a reading of ours (`A5`). */
export type RuleId = Branded<string, 'RuleId'>

/* Each brands a text its caller has checked or made; the brand exists only for the compiler, so the cast is sound. */
export const tenantId = (text: string) => text.toLowerCase() as TenantId
export const resourceId = (text: string) => text.toLowerCase() as ResourceId
export const callId = (text: string) => text as CallId
export const participantId = (text: string) => text as ParticipantId
export const endpointId = (text: string) => text as EndpointId
export const armId = (text: string) => text.toLowerCase() as ArmId
export const ruleId = (text: string) => text as RuleId
