/**
 * Every rule as data: what it says in one sentence, where it comes from, and the switch where it is a reading.
 * Records and verdicts cite these ids; the portal and docs/policy.md print the sentences.
 */
import { type RuleId, ruleId } from '#records'
import type { SwitchName } from '../switches.ts'

/** The documents the rules were taken from. */
export const sources = {
  SEED: 'Azure docs: logs and metrics of Teams external users',
  VV: 'Azure docs: voice and video logs',
  CL: 'Azure docs: call logs in Azure Monitor (2021–2022)',
  SU: 'Azure docs: call summary and call diagnostics updates schemas',
  TAB: 'Azure Monitor table reference',
  CDQ: 'Azure Monitor docs: queries of Call Diagnostics',
  CDP: 'Azure docs: Call Diagnostics',
  WB: 'Application Insights workbooks: Communication Services',
  MET: 'Azure docs: metrics of Communication Services',
  ID: 'Azure docs: identifiers',
  ERR: 'Azure docs: end codes of voice and video calling',
  TAC: 'Teams docs: call analytics and real-time analytics',
  CQD: 'Teams docs: Call Quality Dashboard',
} as const

type Source = keyof typeof sources

interface RuleRow {
  readonly title: string
  readonly sources: readonly Source[]
  /** True where the documents leave it open and this is how we read them. */
  readonly reading?: true
  /** Switches that change the reading. */
  readonly switches?: readonly SwitchName[]
}

const catalogue = {
  R1: {
    title:
      'Each external user who joins makes authentication and chat metrics, and call summary and diagnostics logs.',
    sources: ['SEED'],
  },
  R2: {
    title: 'Every identity operation is one sample of the authentication metric, whatever its outcome.',
    sources: ['SEED', 'MET'],
  },
  R3: {
    title: 'Every chat operation is one sample of the chat metric; an unknown route counts as Bad Route.',
    sources: ['SEED', 'MET'],
  },
  R4: {
    title: 'Samples belong to the resource that issued the identity, never to the organizer’s tenant.',
    sources: ['SEED'],
    reading: true,
  },
  R5: {
    title: 'The authentication metric cannot be exported; the chat metric and the operation logs can.',
    sources: ['MET'],
  },
  R6: { title: 'Only what happens after a diagnostic setting exists is delivered.', sources: ['SU', 'CDP'] },
  R7: {
    title: 'A participant whom no rule admits leaves no trace in the resource’s logs.',
    sources: ['SEED'],
  },
  R8: {
    title: 'The organizer is logged when they really joined, whatever the tenants are.',
    sources: ['SEED'],
  },
  R9: {
    title: 'Communication Services users of the resource’s tenant are always logged.',
    sources: ['SEED'],
    reading: true,
    switches: ['acsUserTenantScope'],
  },
  R10: { title: 'Users of other resources of the same tenant are logged too.', sources: ['SEED'] },
  R11: {
    title: 'Communication Services users who never got past the lobby still leave a summary row.',
    sources: ['SEED'],
  },
  R12: {
    title:
      'Microsoft 365 users, phones and bots are logged only in meetings of the resource’s own tenant, when they joined.',
    sources: ['SEED'],
    switches: ['phonesAndBots'],
  },
  R13: {
    title: 'For that, a Microsoft 365 user’s own tenant does not count: only the organizer’s does.',
    sources: ['SEED'],
  },
  R14: {
    title: 'Communication Services users of another tenant are never logged.',
    sources: ['SEED'],
    reading: true,
    switches: ['acsUserTenantScope'],
  },
  R15: {
    title: 'Anonymous Teams users are treated like Microsoft 365 users.',
    sources: ['VV'],
    reading: true,
    switches: ['anonymousAs'],
  },
  R16: {
    title: 'A Microsoft 365 identity stays one on a Communication Services client; voice apps count as bots.',
    sources: ['SEED'],
    reading: true,
    switches: ['m365OnAcsClient'],
  },
  R17: {
    title: 'Everybody but Communication Services users must have joined: a stay in the lobby leaves no row.',
    sources: ['SEED'],
    reading: true,
    switches: ['m365InLobby'],
  },
  R18: {
    title:
      'A resource receives rows only of meetings in which a user of its own took part, each its own copy.',
    sources: ['SEED'],
    reading: true,
    switches: ['lobbyMakesCurrent', 'copyToAllTenantResources'],
  },
  R19: {
    title: 'Logs made by clients concern the resource’s own users only.',
    sources: ['CDP'],
    reading: true,
  },
  R20: {
    title: 'A withheld value reads Redacted, an unknown one is null; the two never mix.',
    sources: ['VV'],
  },
  R21: {
    title:
      'Summary rows of participants of another tenant withhold the versions of SDK and operating system.',
    sources: ['VV', 'SU', 'CL'],
  },
  R22: { title: 'The participant’s tenant decides that, and is itself visible.', sources: ['TAB', 'VV'] },
  R23: {
    title: 'A meeting of another tenant withholds nothing by itself: its foreign participants do.',
    sources: ['SEED'],
    reading: true,
    switches: ['redactBy'],
  },
  R24: { title: 'Phones and bots never show versions, whoever owns them.', sources: ['VV'] },
  R25: {
    title: 'Old phone rows with null instead of Redacted are accepted when read, never written.',
    sources: ['VV'],
    reading: true,
  },
  R26: {
    title: 'Ids, times, durations, end reasons and the thread stay visible across tenants.',
    sources: ['VV'],
  },
  R27: {
    title: 'Rows with withheld ids are accepted and grouped when read, never written by default.',
    sources: ['CDQ', 'WB'],
    reading: true,
    switches: ['redactIds'],
  },
  R28: {
    title: 'Diagnostics rows withhold nothing: they are the same whatever the participant’s tenant.',
    sources: ['VV', 'SU', 'CL'],
  },
  R29: { title: 'Diagnostics rows name no tenant; such questions join the summary.', sources: ['TAB', 'WB'] },
  R30: {
    title: 'A row is shown as cross-tenant when its participant’s tenant is known and not the resource’s.',
    sources: ['TAB'],
  },
  R31: { title: 'In group calls and meetings each connection has one summary row.', sources: ['VV', 'SU'] },
  R32: {
    title: 'In direct calls each endpoint has one summary row, without a participant id.',
    sources: ['VV'],
  },
  R33: {
    title: 'A rejoin keeps the endpoint, gets a new participant id and so one more row.',
    sources: ['VV', 'SU'],
  },
  R34: { title: 'The server never has a summary row.', sources: ['VV', 'CDQ'] },
  R35: {
    title: 'In direct calls each stream that an endpoint sends has one diagnostics row.',
    sources: ['VV'],
  },
  R36: {
    title: 'In other calls streams to the server are rows of the endpoint, streams from it are Server rows.',
    sources: ['VV', 'CDQ'],
  },
  R37: {
    title: 'Both directions are written, although one page promises only the outbound one.',
    sources: ['VV'],
    reading: true,
    switches: ['serverRows'],
  },
  R38: { title: 'Server rows exist only for participants who are logged.', sources: ['VV'] },
  R39: {
    title: 'A participant without media has no diagnostics rows.',
    sources: ['SEED'],
    reading: true,
    switches: ['lobbyDiagnostics'],
  },
  R40: {
    title: 'A direct call to which somebody is added is a group call in all its rows.',
    sources: ['VV'],
  },
  R41: { title: 'The documented examples give the numbers of rows to expect.', sources: ['VV'] },
  R42: {
    title:
      'The call’s id is the same on all rows of all categories; its start is the first attempt to connect.',
    sources: ['VV'],
  },
  R43: {
    title: 'Durations are whole seconds, cut off; a participant’s includes the lobby.',
    sources: ['VV'],
  },
  R44: {
    title: 'P2P is exactly two endpoints connected directly; everything else, and every meeting, is Group.',
    sources: ['VV'],
  },
  R45: { title: 'Only Teams meetings have a thread id.', sources: ['VV', 'WB'] },
  R46: {
    title: 'The participant type is written in the short form that the portal’s queries compare with.',
    sources: ['TAB', 'CDQ', 'WB'],
  },
  R47: { title: 'Endpoint types are written VoIP, PSTN, Bot and Server.', sources: ['VV', 'WB'] },
  R48: {
    title: 'A stream’s number is unique only with its media type, within a participant.',
    sources: ['VV'],
  },
  R49: {
    title: 'A participant’s end is a code and a sub code; the lobby has its own, and both count as success.',
    sources: ['WB', 'CDQ', 'ERR'],
  },
  R50: {
    title: 'Call tables write identifiers without the numeric prefix, and none for phones.',
    sources: ['ID', 'WB', 'VV'],
  },
  R51: { title: 'Known bots have names; others show their id.', sources: ['SEED'] },
  R52: {
    title: 'Updates categories are versioned and the highest counts; the plain ones appear once, complete.',
    sources: ['SU', 'CDP'],
  },
  A1: {
    title: 'The same tenant means the resource’s tenant, not the organizer’s.',
    sources: ['SEED'],
    reading: true,
    switches: ['acsUserTenantScope'],
  },
  A2: {
    title: 'Users of the organizer’s tenant are not logged in another tenant’s resource.',
    sources: ['SEED'],
    reading: true,
    switches: ['acsUserTenantScope'],
  },
  A3: {
    title: 'Anonymous Teams users are logged like Microsoft 365 users.',
    sources: ['VV'],
    reading: true,
    switches: ['anonymousAs'],
  },
  A4: {
    title: 'An attempt that ended in the lobby is enough for a resource to have taken part.',
    sources: ['SEED'],
    reading: true,
    switches: ['lobbyMakesCurrent'],
  },
  A5: {
    title: 'Versions are withheld by the participant’s tenant, not by the meeting’s.',
    sources: ['SEED', 'VV'],
    reading: true,
    switches: ['redactBy'],
  },
  A6: {
    title: 'Participant and endpoint ids are not withheld.',
    sources: ['VV', 'CDQ'],
    reading: true,
    switches: ['redactIds'],
  },
  A7: {
    title: 'Streams from the server get rows.',
    sources: ['VV'],
    reading: true,
    switches: ['serverRows'],
  },
  A8: {
    title: 'Somebody in the lobby has diagnostics rows only if streams were reported.',
    sources: ['SEED'],
    reading: true,
    switches: ['lobbyDiagnostics'],
  },
  A9: {
    title: 'A Microsoft 365 identity is judged as such, whatever client it uses.',
    sources: ['SEED'],
    reading: true,
    switches: ['m365OnAcsClient'],
  },
  A10: { title: 'Phones and bots name no tenant.', sources: ['VV'], reading: true, switches: ['botTenant'] },
  A11: {
    title: 'Microsoft 365 users who never got past the lobby leave no row.',
    sources: ['SEED'],
    reading: true,
    switches: ['m365InLobby'],
  },
  A12: {
    title: 'A version that an own participant’s client did not report is null, not Redacted.',
    sources: ['VV'],
    reading: true,
    switches: ['unknownVersion'],
  },
  A13: {
    title: 'Unknown values are JSON null on the wire.',
    sources: ['VV'],
    reading: true,
    switches: ['nullAsText'],
  },
  A14: {
    title: 'Phones and bots need a meeting of the resource’s own tenant.',
    sources: ['SEED'],
    reading: true,
    switches: ['phonesAndBots'],
  },
  A15: {
    title: 'Only resources with a participant receive copies, not all of the tenant.',
    sources: ['SEED'],
    reading: true,
    switches: ['copyToAllTenantResources'],
  },
  T1: {
    title:
      'The organizer’s tenant sees everybody who took part in its meetings, whatever diagnostic settings exist.',
    sources: ['SEED'],
  },
  T2: {
    title: 'Of meetings that another tenant organizes a tenant sees nothing, also where its users took part.',
    sources: ['SEED'],
    reading: true,
  },
  T3: {
    title: 'Communication Services users and anonymous Teams users are called Anonymous user.',
    sources: ['SEED', 'TAC'],
  },
  T4: {
    title: 'What names or locates a person is blank after 28 days, while the rows stay a year.',
    sources: ['CQD'],
  },
  T5: {
    title:
      'A support specialist sees no identifiable field, and the name only of the user who was searched for.',
    sources: ['TAC', 'CQD'],
  },
  T6: { title: 'The last digits of phone numbers are hidden from everybody.', sources: ['TAC', 'CQD'] },
  T7: {
    title: 'Who never got past the lobby has a session without media, with the lobby’s outcome.',
    sources: ['TAC'],
    reading: true,
  },
  T8: {
    title: 'Of a call that is no meeting, each tenant whose users took part keeps its own record.',
    sources: ['TAC'],
    reading: true,
  },
  T9: { title: 'A server is always the first end of a stream, a client the second.', sources: ['CQD'] },
  T10: {
    title: 'A support specialist has no Advanced and no Debug tab of a session.',
    sources: ['TAC'],
  },
} as const satisfies Readonly<Record<string, RuleRow>>

export type RuleName = keyof typeof catalogue

export interface Rule extends RuleRow {
  readonly id: RuleId
}

/** R1–R52, the readings A1–A15, and T1–T10 of the Teams side. */
export const rules: readonly Rule[] = Object.entries(catalogue).map(([name, row]) => ({
  id: ruleId(name),
  ...row,
}))

/** The ids of the named rules that apply; what is false or absent does not. */
export function cite(...names: readonly (RuleName | false | undefined)[]): readonly RuleId[] {
  return names.flatMap(name => (name ? [ruleId(name)] : []))
}
