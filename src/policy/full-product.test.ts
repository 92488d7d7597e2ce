/**
 * Invariant 3: every combination of organizer, participant, tenant, resource, client, lobby and media, seen by every
 * resource. Expected is a plain table of what each kind of participant leaves, read from the documents and written
 * without the code it judges.
 */
import { describe, expect, test } from 'vitest'
import type { ResourceOwner, TenantId } from '#records'
import { aMeeting, audio } from './testing/calls.ts'
import { recordsAbout, seenBy, verdictsOn } from './testing/looks.ts'
import {
  acsUser,
  anonymous,
  bot,
  m365User,
  m365UserOnAcs,
  organizer,
  type Person,
  phone,
  voiceApp,
} from './testing/people.ts'
import {
  contoso,
  contosoOne,
  contosoTwo,
  fabrikam,
  fabrikamOne,
  northwind,
  northwindOne,
} from './testing/world.ts'

const name = 'subject'

/**
 * V: rows with everything visible, R: rows without versions, -: no trace. Own and foreign are seen from the
 * resource: first the participant's tenant, then the organizer's.
 */
const EXPECTED: Readonly<Record<string, { readonly joined: string; readonly lobby: string }>> = {
  'own organizer, own meeting': { joined: 'V', lobby: '-' },
  'foreign organizer, foreign meeting': { joined: 'R', lobby: '-' },
  'own ACS user, own meeting': { joined: 'V', lobby: 'V' },
  'own ACS user, foreign meeting': { joined: 'V', lobby: 'V' },
  'foreign ACS user, own meeting': { joined: '-', lobby: '-' },
  'foreign ACS user, foreign meeting': { joined: '-', lobby: '-' },
  'own M365 user, own meeting': { joined: 'V', lobby: '-' },
  'own M365 user, foreign meeting': { joined: '-', lobby: '-' },
  'foreign M365 user, own meeting': { joined: 'R', lobby: '-' },
  'foreign M365 user, foreign meeting': { joined: '-', lobby: '-' },
  'foreign visitor, own meeting': { joined: 'R', lobby: '-' },
  'foreign visitor, foreign meeting': { joined: '-', lobby: '-' },
  'own machine, own meeting': { joined: 'R', lobby: '-' },
  'own machine, foreign meeting': { joined: '-', lobby: '-' },
  'foreign machine, own meeting': { joined: 'R', lobby: '-' },
  'foreign machine, foreign meeting': { joined: '-', lobby: '-' },
}

interface Subject {
  readonly who: Person
  readonly kind: 'organizer' | 'ACS user' | 'M365 user' | 'visitor' | 'machine'
  readonly tenant: TenantId | undefined
  /** The resource that it makes take part in the meeting. */
  readonly brings?: ResourceOwner
}

const TENANTS = [contoso, fabrikam, northwind]
const RESOURCES = [contosoOne, contosoTwo, fabrikamOne, northwindOne]

const subjectsIn = (organizing: TenantId): readonly Subject[] => [
  { kind: 'organizer', tenant: organizing, who: organizer({ name, of: organizing }) },
  {
    kind: 'organizer',
    tenant: organizing,
    who: { ...m365UserOnAcs({ name, of: organizing, via: contosoOne }), isOrganizer: true },
  },
  ...RESOURCES.map(of => ({
    kind: 'ACS user' as const,
    tenant: of.tenant,
    who: acsUser({ name, of }),
    brings: of,
  })),
  ...TENANTS.map(of => ({ kind: 'M365 user' as const, tenant: of, who: m365User({ name, of }) })),
  ...TENANTS.flatMap(of =>
    RESOURCES.map(via => ({ kind: 'M365 user' as const, tenant: of, who: m365UserOnAcs({ name, of, via }) })),
  ),
  { kind: 'visitor', tenant: undefined, who: anonymous({ name }) },
  { kind: 'machine', tenant: undefined, who: phone({ name }) },
  ...[undefined, ...TENANTS].flatMap(of => [
    { kind: 'machine' as const, tenant: of, who: bot({ name, ...(of && { of }) }) },
    { kind: 'machine' as const, tenant: of, who: voiceApp({ name, ...(of && { of }) }) },
  ]),
]

const STATES = ['joined', 'admitted', 'rejected', 'timedOut', 'left'] as const
type State = (typeof STATES)[number]

interface Case {
  readonly organizing: TenantId
  readonly subject: Subject
  readonly state: State
  readonly media: boolean
  readonly viewer: ResourceOwner
  /** Whether another user of the viewing resource is in the meeting. */
  readonly witness: boolean
}

const cases: readonly Case[] = TENANTS.flatMap(organizing =>
  subjectsIn(organizing).flatMap(subject =>
    STATES.flatMap(state =>
      [true, false].flatMap(media =>
        RESOURCES.flatMap(viewer =>
          [true, false].map(witness => ({ organizing, subject, state, media, viewer, witness })),
        ),
      ),
    ),
  ),
)

function play({ organizing, subject, state, media, viewer, witness }: Case) {
  const meeting = aMeeting({ organizer: organizing })
  if (witness) meeting.joins(acsUser({ of: viewer, name: 'witness' }))
  const streams = media ? audio() : []
  if (state === 'joined') meeting.joins(subject.who, streams)
  else if (state === 'admitted') meeting.joinsThroughLobby(subject.who, streams)
  else meeting.waitsInVain(subject.who, state, streams)
  return meeting.done()
}

/** The line of the table that a case belongs to; undefined where the resource did not take part. */
function lineOf({ organizing, subject, viewer, witness }: Case): string | undefined {
  if (!witness && subject.brings !== viewer) return undefined
  const whose = (tenant: TenantId | undefined) => (tenant === viewer.tenant ? 'own' : 'foreign')
  return `${whose(subject.tenant)} ${subject.kind}, ${whose(organizing)} meeting`
}

function expected(each: Case): string {
  const line = lineOf(each)
  if (line === undefined) return '-'
  const gotIn = each.state === 'joined' || each.state === 'admitted'
  return EXPECTED[line]?.[gotIn ? 'joined' : 'lobby'] ?? 'not in the table'
}

function found({ viewer, media, ...rest }: Case): string {
  const seen = seenBy(viewer, play({ viewer, media, ...rest }))
  const summary = recordsAbout(seen, 'CallSummary', name)
  const diagnostics = recordsAbout(seen, 'CallDiagnostics', name)
  const outcomes = new Set(verdictsOn(seen, name).map(verdict => verdict.outcome))
  const versions = summary.map(({ fields }) => `${fields.SdkVersion?.kind} ${fields.OsVersion?.kind}`)
  if (summary.length === 0 && diagnostics.length === 0 && !outcomes.has('emitted')) return '-'
  if (summary.length !== 1 || diagnostics.length !== (media ? 2 : 0) || outcomes.has('withheld'))
    return 'wrong rows'
  return { 'shown shown': 'V', 'redacted redacted': 'R' }[versions[0] ?? ''] ?? 'mixed versions'
}

describe.each(STATES)('%s', state => {
  test('every combination leaves what the table says', () => {
    const wrong = cases
      .filter(each => each.state === state)
      .map(each => ({ each, found: found(each), expected: expected(each) }))
      .filter(result => result.found !== result.expected)
    expect(wrong).toEqual([])
  })
})

test('the product covers every line of the table', () => {
  expect(cases.length).toBeGreaterThan(5000)
  const lines = new Set(cases.flatMap(each => lineOf(each) ?? []))
  expect([...lines].toSorted()).toEqual(Object.keys(EXPECTED).toSorted())
})
