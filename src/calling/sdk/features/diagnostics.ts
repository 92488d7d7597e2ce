/** User-facing diagnostics in the SDK's shape: what was raised last, and what changes. */
import { DIAGNOSTICS, type DiagnosticName } from '../../diagnostics/catalogue.ts'
import type { DiagnosticChange } from '../../diagnostics/diagnostics.ts'
import { Emitter } from '../../emitter.ts'
import type { Call } from '../call.ts'

const VALUE_TYPES = { flag: 'DiagnosticFlag', quality: 'DiagnosticQuality' } as const

export interface Latest {
  readonly value: boolean | number
  readonly valueType: (typeof VALUE_TYPES)[keyof typeof VALUE_TYPES]
}

const latestOf = ({ name, value }: Pick<DiagnosticChange, 'name' | 'value'>): Latest => ({
  value,
  valueType: VALUE_TYPES[DIAGNOSTICS[name].kind],
})

export function diagnosticsFeature(call: Call) {
  const groups = { network: groupOf(), media: groupOf() }
  const hear = (change: DiagnosticChange) => groups[change.group].hear(change)
  call.session.media?.on('diagnostic', hear)
  call.session.events.on('media', media => void media.on('diagnostic', hear))
  return {
    network: groups.network.face,
    media: groups.media.face,
    remote: {
      isSendingDiagnosticsEnabled: false,
      startSendingDiagnostics: () => undefined,
      stopSendingDiagnostics: () => undefined,
      getLatest: () => ({ diagnostics: [] }),
      on: () => undefined,
      off: () => undefined,
    },
  }
}

export type Changed = Latest & { readonly diagnostic: DiagnosticName }

function groupOf() {
  const events = new Emitter<{ diagnosticChanged: Changed }>()
  const latest = new Map<DiagnosticName, Latest>()
  return {
    hear(change: DiagnosticChange) {
      latest.set(change.name, latestOf(change))
      events.emit('diagnosticChanged', { ...latestOf(change), diagnostic: change.name })
    },
    face: {
      getLatest: () => Object.fromEntries(latest),
      on: events.on.bind(events),
      off: events.off.bind(events),
    },
  }
}
