import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callId } from '#records'
import { decidePath } from '../decisions/media-path.ts'
import { by, PlayedCall, who } from '../testing/played-call.ts'
import { aDirectory, visitor } from '../testing/world.ts'
import { isConnected, type LiveCall, type LiveLeg, legsOf } from './live-call.ts'

const NAMES = ['x', 'y', 'z', 'w'] as const

const move = fc.record({
  kind: fc.constantFrom(
    ...(['ring', 'accept', 'accept', 'leave', 'lose', 'resume', 'flow', 'flow', 'tick'] as const),
  ),
  name: fc.constantFrom(...NAMES),
  other: fc.constantFrom(...NAMES),
  media: fc.boolean(),
  path: fc.constantFrom('p2p' as const, 'sfu' as const),
  state: fc.constantFrom('connected' as const, 'disconnected' as const, 'failed' as const),
  witness: fc.constantFrom('client' as const, 'server' as const),
  later: fc.constantFrom(0, 0, 0, 1000, 31_000),
})
type Move = typeof move extends fc.Arbitrary<infer One> ? One : never

/** x calls y; both ways of opting in are tried. */
function aDialledCall(media: boolean): PlayedCall {
  const played = new PlayedCall(aDirectory())
  const caller = played.newcomer('x', visitor('x'), { media })
  played.play({ kind: 'dial', id: callId('call-1'), caller, callees: [played.newcomer('y', visitor('y'))] })
  return played
}

function play(played: PlayedCall, { kind, name, other, media, path, state, witness, later }: Move): void {
  played.after(later)
  if (kind === 'ring') {
    if (played.phase(other) === undefined) {
      played.play({ kind, by: by(name), callees: [played.newcomer(other, visitor(other))] })
    }
  } else if (kind === 'flow') played.play({ kind, who: who(other), by: witness, path, state })
  else if (kind === 'accept' || kind === 'resume') played.play({ kind, who: who(other), media })
  else if (kind === 'tick') played.play({ kind })
  else played.play({ kind, who: who(other) })
}

const able = (call: LiveCall): LiveLeg[] => legsOf(call).filter(leg => leg.media && isConnected(leg))

function expectSettled(call: LiveCall): void {
  const legs = able(call)
  for (const leg of legs) {
    const { path } = leg.media ?? {}
    expect(path?.kind).toBe(decidePath(call.scene.kind, legs.length - 1, call.isPeerless))
    if (path?.kind !== 'p2p') continue
    const peer = legs.find(other => other.participantId === path.peer)?.media?.path
    expect(peer).toMatchObject({ peer: leg.participantId, generation: path.generation })
    expect(peer?.initiator).toBe(!path.initiator)
  }
}

function expectForward(before: LiveCall | undefined, after: LiveCall): void {
  if (before?.scene.kind === 'group') expect(after.scene.kind).toBe('group')
  for (const [id, leg] of after.legs) {
    const former = before?.legs.get(id)?.media?.path
    if (former && leg.media?.path !== former) {
      expect(leg.media?.path?.generation).toBeGreaterThan(former.generation)
    }
  }
}

test('after any event every way of media is the one that follows from who is there, and ways only go forward', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(move, { maxLength: 40 }), (media, moves) => {
      const played = aDialledCall(media)
      for (const one of moves) {
        const before = played.call
        play(played, one)
        if (!played.call) continue
        expectSettled(played.call)
        expectForward(before, played.call)
      }
    }),
    { numRuns: 1000 },
  )
})

test('whoever did not opt in never ends for want of media', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), moves => {
      const played = aDialledCall(false)
      for (const one of moves) play(played, { ...one, media: false })
      const ends = [...(played.call?.legs.values() ?? [])].map(
        leg => leg.phase.kind === 'ended' && leg.phase.end,
      )
      expect(ends).not.toContain('mediaNeverCame')
      expect(ends).not.toContain('mediaLost')
    }),
    { numRuns: 500 },
  )
})
