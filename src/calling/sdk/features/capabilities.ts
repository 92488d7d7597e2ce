/** What the own role allows. */

import { Emitter } from '../../emitter.ts'
import type { Call } from '../call.ts'
import { type Capabilities, capabilitiesOf } from '../roles.ts'

export interface Changed {
  readonly oldValue: Partial<Capabilities>
  readonly newValue: Partial<Capabilities>
  readonly reason: 'RoleChanged'
}

export function capabilities(call: Call) {
  const events = new Emitter<{ capabilitiesChanged: Changed }>()
  let current = capabilitiesOf(call.role)
  call.on('roleChanged', () => {
    const oldValue = current
    current = capabilitiesOf(call.role)
    events.emit('capabilitiesChanged', { oldValue, newValue: current, reason: 'RoleChanged' })
  })
  return {
    get capabilities(): Capabilities {
      return current
    },
    on: events.on.bind(events),
    off: events.off.bind(events),
  }
}
