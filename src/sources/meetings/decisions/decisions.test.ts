import { describe, expect, test } from 'vitest'
import type { ClientKind, Identity } from '#records'
import { DEFAULT_POLICY, LOBBY_SCOPES, type MeetingPolicy } from '../directory-port.ts'
import { optionsOf, type PresenterRule } from '../meeting.ts'
import { acsUser, resources } from '../testing/world.ts'
import { decideJoin } from './join-allowed.ts'
import type { Joiner, JoinerKind } from './joiner.ts'
import { decideLobby } from './lobby.ts'
import { decidePermission, decideRole } from './roles.ts'

const someone: Identity = { kind: 'teamsAnonymous', visitor: 'v' }
const joiner = (kind: JoinerKind, more: Partial<Joiner> = {}): Joiner => {
  const client: ClientKind = kind === 'acs' ? 'acs' : 'teams'
  const identity = kind === 'acs' ? acsUser(resources.R1, 'u') : someone
  return { kind, identity, client, invited: false, isListedPresenter: false, ...more }
}
const policyWith = (changes: Partial<MeetingPolicy>): MeetingPolicy => ({ ...DEFAULT_POLICY, ...changes })
const FULL_HOUSE = { anybody: true, teamsUser: true }
const EMPTY = { anybody: false, teamsUser: false }

describe('lobby bypass', () => {
  /** B straight in, L lobby, I only if invited; columns in the order of LOBBY_SCOPES. */
  const published: Readonly<Partial<Record<JoinerKind, string>>> = {
    organizer: 'BBBBBB',
    coOrganizer: 'BBBBBB',
    member: 'BBBBIL',
    guest: 'BBBLIL',
    trusted: 'BBLLIL',
    untrusted: 'BLLLIL',
    anonymous: 'BLLLLL',
    acs: 'BLLLLL',
  }
  const cells = Object.entries(published).flatMap(([kind, letters]) =>
    LOBBY_SCOPES.map((scope, i) => ({ kind: kind as JoinerKind, scope, letter: letters.charAt(i) })),
  )

  test.each(cells)('$kind under $scope: $letter', ({ kind, scope, letter }) => {
    const rules = { policy: DEFAULT_POLICY, options: { ...optionsOf(DEFAULT_POLICY), lobbyScope: scope } }
    const waits = [false, true].map(
      invited => decideLobby(joiner(kind, { invited }), rules, FULL_HOUSE).waits,
    )
    expect(waits).toEqual({ B: [false, false], L: [true, true], I: [true, false] }[letter])
  })

  test('the default is organization and guests', () => {
    expect(optionsOf(DEFAULT_POLICY).lobbyScope).toBe('EveryoneInCompany')
  })

  test.each([true, false])('phones go by their own switch (%s)', bypasses => {
    const options = {
      ...optionsOf(DEFAULT_POLICY),
      lobbyScope: 'Everyone',
      dialInBypassesLobby: bypasses,
    } as const
    expect(decideLobby(joiner('phone'), { policy: DEFAULT_POLICY, options }, FULL_HOUSE)).toEqual({
      waits: !bypasses,
      rule: 'AllowPSTNUsersToBypassLobby',
    })
  })

  const open = (policy: MeetingPolicy) => ({ policy, options: optionsOf(policy) })
  const everyone = policyWith({ AutoAdmittedUsers: 'Everyone' })
  const starters = policyWith({ AutoAdmittedUsers: 'Everyone', AllowAnonymousUsersToStartMeeting: true })

  test.each([
    ['acs', everyone, EMPTY, 'AcsWaitsForTeamsUser'],
    ['acs', starters, { anybody: true, teamsUser: false }, 'AcsWaitsForTeamsUser'],
    ['acs', everyone, FULL_HOUSE, undefined],
    ['anonymous', everyone, EMPTY, 'AllowAnonymousUsersToStartMeeting'],
    ['anonymous', starters, EMPTY, undefined],
    ['untrusted', everyone, EMPTY, 'AllowAnonymousUsersToStartMeeting'],
    ['trusted', everyone, EMPTY, undefined],
  ] as const)('%s before the meeting has begun (%#)', (kind, policy, present, rule) => {
    const decision = decideLobby(joiner(kind), open(policy), present)
    expect(decision.waits ? decision.rule : undefined).toBe(rule)
  })
})

describe('who may join', () => {
  const federated = { EnableAcsUsers: true, AllowedAcsResources: [resources.R1] }
  const rows: readonly (readonly [JoinerKind, Partial<MeetingPolicy>, string | undefined])[] = [
    ['acs', {}, undefined],
    ['acs', { DisableAnonymousJoin: true }, 'DisableAnonymousJoin'],
    ['acs', { AllowAnonymousUsersToJoinMeeting: false }, 'AllowAnonymousUsersToJoinMeeting'],
    ['acs', { BlockedAnonymousJoinClientTypes: 'ACS' }, 'BlockedAnonymousJoinClientTypes'],
    ['acs', { BlockedAnonymousJoinClientTypes: 'Teams' }, undefined],
    ['acs', { RequireAcsFederationForMeeting: true }, 'RequireAcsFederationForMeeting'],
    ['acs', { RequireAcsFederationForMeeting: true, ...federated }, undefined],
    ['acs', { DisableAnonymousJoin: true, ...federated }, undefined],
    ['acs', { DisableAnonymousJoin: true, ...federated, EnableAcsUsers: false }, 'DisableAnonymousJoin'],
    ['acs', { DisableAnonymousJoin: true, ...federated, AllowedAcsResources: [] }, 'DisableAnonymousJoin'],
    [
      'acs',
      { DisableAnonymousJoin: true, ...federated, EnableAcsFederationAccess: false },
      'DisableAnonymousJoin',
    ],
    ['anonymous', { DisableAnonymousJoin: true, ...federated }, 'DisableAnonymousJoin'],
    ['anonymous', { BlockedAnonymousJoinClientTypes: 'Teams' }, 'BlockedAnonymousJoinClientTypes'],
    ['anonymous', { BlockedAnonymousJoinClientTypes: 'ACS' }, undefined],
    ['anonymous', { RequireAcsFederationForMeeting: true }, undefined],
    ['untrusted', { AllowAnonymousUsersToJoinMeeting: false }, 'AllowAnonymousUsersToJoinMeeting'],
    ['member', { DisableAnonymousJoin: true }, undefined],
    ['guest', { DisableAnonymousJoin: true }, undefined],
    ['trusted', { DisableAnonymousJoin: true }, undefined],
    ['phone', { DisableAnonymousJoin: true }, undefined],
    ['bot', { DisableAnonymousJoin: true }, undefined],
  ]

  test.each(rows)('%s under %j is refused by %s', (kind, changes, setting) => {
    const decision = decideJoin(joiner(kind), policyWith(changes))
    expect(decision.allowed ? undefined : decision.rule).toBe(setting)
  })

  test('an unverified signed-in person hears the code for organizations, others that for anonymous people', () => {
    const policy = policyWith({ DisableAnonymousJoin: true })
    const ends = (['untrusted', 'anonymous', 'acs'] as const).map(kind => decideJoin(joiner(kind), policy))
    expect(ends.map(end => !end.allowed && end.end)).toEqual([
      'b2bJoinDisabled',
      'anonymousJoinDisabled',
      'anonymousJoinDisabled',
    ])
  })
})

describe('roles', () => {
  const presenters: readonly (readonly [PresenterRule, readonly JoinerKind[]])[] = [
    ['EveryoneUserOverride', ['member', 'guest', 'trusted', 'untrusted', 'anonymous', 'acs']],
    ['EveryoneInCompanyUserOverride', ['member', 'guest']],
    ['EveryoneInSameAndFederatedCompanyUserOverride', ['member', 'guest', 'trusted']],
    ['OrganizerOnlyUserOverride', []],
    ['ListedPresenters', []],
  ]
  const kinds: readonly JoinerKind[] = [
    'member',
    'guest',
    'trusted',
    'untrusted',
    'anonymous',
    'acs',
    'phone',
    'bot',
  ]

  test.each(presenters)('%s', (mode, expected) => {
    const options = { ...optionsOf(DEFAULT_POLICY), presenters: mode }
    expect(kinds.filter(kind => decideRole(joiner(kind), options).role === 'Presenter')).toEqual(expected)
    expect(decideRole(joiner('organizer'), options).role).toBe('Organizer')
    expect(decideRole(joiner('coOrganizer'), options).role).toBe('Co-organizer')
  })

  test.each([
    ['organizerAndCoOrganizers', 'Presenter', false],
    ['organizerAndCoOrganizersAndPresenters', 'Presenter', true],
    ['organizerAndCoOrganizersAndPresenters', 'Attendee', false],
    ['organizerAndCoOrganizers', 'Co-organizer', true],
  ] as const)('lobby under %s by %s: %s', (lobbyAdmitters, role, allowed) => {
    const rules = { policy: DEFAULT_POLICY, options: { ...optionsOf(DEFAULT_POLICY), lobbyAdmitters } }
    expect(decidePermission('manageLobby', { role, kind: 'member' }, rules).allowed).toBe(allowed)
  })
})
