/** Raised hands, in the order in which they went up. */
import { Emitter } from '../../emitter.ts'
import type { Call } from '../call.ts'
import { toCallError } from '../call-error.ts'
import { type IdentifierKind, identifierOf } from '../identifiers.ts'

export interface HandEvent {
  readonly identifier: IdentifierKind
}

export function raiseHand(call: Call) {
  const events = new Emitter<{ raisedHandEvent: HandEvent; loweredHandEvent: HandEvent }>()
  let raised: readonly string[] = []
  call.session.events.on('roster', () => {
    const before = raised
    const up = call.session.roster.filter(({ handRaised }) => handRaised).map(({ rawId }) => rawId)
    raised = [...before.filter(rawId => up.includes(rawId)), ...up.filter(rawId => !before.includes(rawId))]
    for (const rawId of raised) {
      if (!before.includes(rawId)) events.emit('raisedHandEvent', { identifier: identifierOf(rawId) })
    }
    for (const rawId of before) {
      if (!up.includes(rawId)) events.emit('loweredHandEvent', { identifier: identifierOf(rawId) })
    }
  })
  const say = async (isRaised: boolean) => {
    try {
      await call.session.request({ type: 'raiseHand', raised: isRaised })
    } catch (error) {
      throw toCallError(error)
    }
  }
  return {
    raiseHand: () => say(true),
    lowerHand: () => say(false),
    getRaisedHands: () => raised.map((rawId, i) => ({ identifier: identifierOf(rawId), order: i + 1 })),
    on: events.on.bind(events),
    off: events.off.bind(events),
  }
}
