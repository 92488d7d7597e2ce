/** The state of the user-facing diagnostics of one call: heard when one changes, and written down as an operation. */
import { Emitter } from '../emitter.ts'
import type { OperationsLog } from '../operations/operations-log.ts'
import {
  DIAGNOSTICS,
  type DiagnosticGroup,
  type DiagnosticKind,
  type DiagnosticName,
  type FlagName,
  Quality,
  type QualityName,
} from './catalogue.ts'

export interface DiagnosticChange {
  readonly name: DiagnosticName
  readonly group: DiagnosticGroup
  readonly kind: DiagnosticKind
  readonly value: boolean | Quality
}

export class Diagnostics {
  readonly events = new Emitter<{ changed: DiagnosticChange }>()
  readonly #log: OperationsLog | undefined
  readonly #latest = new Map<DiagnosticName, DiagnosticChange>()
  /** The bad value and the good one that follows have one operation id: together they are one trouble. */
  readonly #troubles = new Map<DiagnosticName, string>()

  constructor(log?: OperationsLog) {
    this.#log = log
  }

  /** Those that were raised at least once. */
  get latest(): ReadonlyMap<DiagnosticName, DiagnosticChange> {
    return this.#latest
  }

  raise(name: FlagName, isRaised: boolean): void {
    this.#set(name, isRaised, isRaised ? Quality.Bad : Quality.Good)
  }

  grade(name: QualityName, quality: Quality): void {
    this.#set(name, quality, quality)
  }

  #set(name: DiagnosticName, value: boolean | Quality, quality: Quality): void {
    const before = this.#latest.get(name)?.value ?? (typeof value === 'boolean' ? false : Quality.Good)
    if (value === before) return
    const { group, kind } = DIAGNOSTICS[name]
    const change = { name, group, kind, value }
    this.#latest.set(name, change)
    this.#write(name, quality)
    this.events.emit('changed', change)
  }

  #write(name: DiagnosticName, quality: Quality): void {
    const operationId = this.#log?.note('UserFacingDiagnostics', {
      operationId: this.#troubles.get(name),
      payload: { DiagnosticChanged: name, DiagnosticQuality: QUALITY_WORDS[quality] },
    })
    if (quality === Quality.Good) this.#troubles.delete(name)
    else if (operationId !== undefined) this.#troubles.set(name, operationId)
  }
}

const QUALITY_WORDS: Readonly<Record<Quality, string>> = { 1: 'Good', 2: 'Poor', 3: 'Bad' }
