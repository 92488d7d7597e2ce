/** The store of diagnostic settings. */
import type { Clock, Instant } from '#base'
import type { ArmId } from '#records'
import type { SqlReader, State, Transaction } from '#state'
import { backfill, checkBackfill, type HistoryLimits } from './history.ts'
import { type Latency, startDelayOf } from './latency.ts'
import { checkSetting, type DiagnosticSetting, type SettingWorld } from './setting.ts'

export interface Settings {
  list(resource: ArmId): readonly DiagnosticSetting[]
  get(resource: ArmId, name: string): DiagnosticSetting | undefined
  /**
   * Creates or replaces. It holds for what happens from now on; what happened before goes where the settings of
   * then sent it (R6), unless the last days are asked for. Throws ApiError 400 or 409.
   */
  put(setting: DiagnosticSetting, options?: PutOptions): Promise<DiagnosticSetting>
  /** False when there is none of that name. */
  remove(resource: ArmId, name: string): Promise<boolean>
}

export interface PutOptions {
  /** Sends also what was kept of so many days back, whole days; such a setting holds at once. */
  readonly backfillDays?: number | undefined
  /** True: holds at once, also where the latency of the real service is simulated. */
  readonly startsNow?: boolean | undefined
}

export interface SettingsOptions {
  readonly state: State
  readonly clock: Clock
  readonly latency: Latency
  readonly history: HistoryLimits
  readonly hasDestination: SettingWorld['hasDestination']
  /** Dispatches what was told before, so that little is left for the transaction of the change. */
  drainPast(): Promise<void>
  /** Dispatches the rest by the settings as they are in that transaction. */
  settlePast(tx: Transaction): void
  /** Called after a change that queued something. */
  queued(): void
}

export function createSettings(options: SettingsOptions): Settings {
  const { state, clock, hasDestination, drainPast, settlePast, queued } = options
  return {
    list: resource => settingsOf(state, resource),
    get: (resource, name) => settingsOf(state, resource).find(setting => isNamed(setting, name)),
    put: async (setting, { backfillDays: days, startsNow = false } = {}) => {
      if (days !== undefined) checkBackfill(days, options.history)
      await drainPast()
      await state.transact(tx => {
        const others = settingsOf(tx, setting.resource).filter(other => !isNamed(other, setting.name))
        checkSetting(setting, { others, hasDestination })
        settlePast(tx)
        const now = clock.now()
        const delayMs = startsNow || days !== undefined ? 0 : startDelayOf(options.latency)
        // At once is no instant: a clock that is set back would put the start into the future.
        store(tx, setting, delayMs === 0 ? 0 : now + delayMs)
        if (days !== undefined) backfill(tx, setting, { now, days })
      })
      queued()
      return setting
    },
    remove: async (resource, name) => {
      await drainPast()
      return state.transact(tx => {
        settlePast(tx)
        const sql = 'DELETE FROM diagnostic_settings WHERE resource = ? AND name = ?'
        return tx.run(sql, resource, name).changes > 0
      })
    },
  }
}

/** Settings of a resource, by name. */
export const settingsOf = (state: SqlReader, resource: ArmId): readonly DiagnosticSetting[] =>
  state
    .all<{ setting: string }>(
      'SELECT setting FROM diagnostic_settings WHERE resource = ? ORDER BY name',
      resource,
    )
    .map(row => parseSetting(row.setting))

/** Those that have taken effect. */
export const settingsInForce = (
  state: SqlReader,
  resource: ArmId,
  now: Instant,
): readonly DiagnosticSetting[] =>
  state
    .all<{ setting: string }>(
      'SELECT setting FROM diagnostic_settings WHERE resource = ? AND starts_at <= ? ORDER BY name',
      resource,
      now,
    )
    .map(row => parseSetting(row.setting))

/** A change of a setting does not begin its wait anew. */
function store(tx: Transaction, setting: DiagnosticSetting, startsAt: Instant): void {
  tx.run(
    `INSERT INTO diagnostic_settings (resource, name, setting, starts_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (resource, name) DO UPDATE
     SET name = excluded.name, setting = excluded.setting, starts_at = min(starts_at, excluded.starts_at)`,
    setting.resource,
    setting.name,
    JSON.stringify(setting),
    startsAt,
  )
}

/** Only `put` writes this column, from a checked setting. */
const parseSetting = (text: string) => JSON.parse(text) as DiagnosticSetting

const isNamed = (setting: DiagnosticSetting, name: string): boolean =>
  setting.name.toLowerCase() === name.toLowerCase()
