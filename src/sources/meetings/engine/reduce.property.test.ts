import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Call, Identity } from '#records'
import { by, PlayedCall, who } from '../testing/played-call.ts'
import {
  acsUser,
  aDirectory,
  aMeeting,
  m365User,
  phone,
  resources,
  users,
  visitor,
} from '../testing/world.ts'

const people: readonly (readonly [string, Identity])[] = [
  ['o', m365User(users.organizerOfA)],
  ['m', m365User(users.memberOfB)],
  ['a', acsUser(resources.R1, 'a')],
  ['c', acsUser(resources.R3, 'c')],
  ['v', visitor('v')],
  ['p', phone('+49')],
]

const move = fc.record({
  kind: fc.constantFrom(
    ...([
      'join',
      'join',
      'join',
      'ring',
      'accept',
      'decline',
      'admit',
      'admitAll',
      'reject',
      'remove',
    ] as const),
    ...(['leave', 'abandon', 'lose', 'resume', 'tick', 'endForAll', 'flow', 'flow', 'measure'] as const),
  ),
  person: fc.nat(people.length - 1),
  other: fc.nat(people.length - 1),
  path: fc.constantFrom('p2p' as const, 'sfu' as const),
  state: fc.constantFrom('connected' as const, 'disconnected' as const, 'failed' as const),
  witness: fc.constantFrom('client' as const, 'server' as const),
  later: fc.constantFrom(0, 1, 900, 31_000, 61_000, 31 * 60_000, -5000),
})

function play(
  played: PlayedCall,
  one: typeof move extends fc.Arbitrary<infer M> ? M : never,
  i: number,
): void {
  const [name, identity] = people[one.person] ?? ['', visitor('x')]
  const other = who(people[one.other]?.[0] ?? '')
  played.after(one.later)
  if (one.kind === 'join') {
    // Every second one does real media.
    played.join(played.phase(name) ? `${name}${i}` : name, identity, { media: i % 2 === 0 })
  } else if (one.kind === 'ring') {
    played.play({ kind: 'ring', by: by(name), callees: [played.newcomer(`r${i}`, visitor('r'))] })
  } else if (one.kind === 'flow') {
    played.play({ kind: 'flow', who: other, by: one.witness, path: one.path, state: one.state })
  } else if (one.kind === 'measure') {
    played.play({ kind: 'measure', who: other, by: one.witness, reports: [audio] })
  } else played.play({ kind: one.kind, who: other, by: by(name) } as Parameters<PlayedCall['play']>[0])
}

const audio = { id: 1, mediaType: 'Audio', direction: 'Outbound', transport: 'UDP' } as const

function expectSound(call: Call): void {
  for (const leg of call.legs) {
    const moments = [
      call.start,
      leg.start,
      leg.lobby?.entered,
      leg.lobby?.left,
      leg.joined,
      leg.end,
      call.end,
    ]
    const known = moments.filter(at => at !== undefined)
    expect(known).toEqual([...known].sort((a, b) => a - b))
    if (leg.lobby?.outcome === 'admitted') expect(leg.joined).toBe(leg.lobby.left)
    else if (leg.lobby) expect(leg.joined).toBeUndefined()
  }
}

test.each([true, false])(
  'any sequence of events gives sound calls with each leg once (meeting: %s)',
  inMeeting => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), moves => {
        const directory = aDirectory({ policy: { AutoAdmittedUsers: 'EveryoneInSameAndFederatedCompany' } })
        const played = new PlayedCall(directory, inMeeting ? aMeeting(users.organizerOfA) : undefined)
        let joined = 0
        moves.forEach((one, i) => {
          const before = played.call?.legs.size ?? 0
          play(played, one, i)
          joined += Math.max(0, (played.call?.legs.size ?? 0) - before)
        })
        played.play({ kind: 'interrupt', end: 'lostConnection' })
        const calls = played.facts.flatMap(fact => (fact.kind === 'call' ? [fact.call] : []))
        calls.forEach(expectSound)
        const visits = played.facts.filter(fact => fact.kind === 'lobbyVisit')
        expect(visits).toHaveLength(calls.flatMap(call => call.legs).filter(leg => leg.lobby).length)
        expect(joined > 0).toBe(calls.length > 0)
      }),
      { numRuns: 1500 },
    )
  },
)
