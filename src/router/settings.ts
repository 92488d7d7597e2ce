/** The store of diagnostic settings. */
import type { ArmId } from '#records'
import type { SqlReader, State, Transaction } from '#state'
import { checkSetting, type DiagnosticSetting, type SettingWorld } from './setting.ts'

export interface Settings {
  list(resource: ArmId): readonly DiagnosticSetting[]
  get(resource: ArmId, name: string): DiagnosticSetting | undefined
  /**
   * Creates or replaces. It holds for what happens from now on; what happened before goes where the settings of
   * then sent it (R6). Throws ApiError 400 or 409.
   */
  put(setting: DiagnosticSetting): Promise<DiagnosticSetting>
  /** False when there is none of that name. */
  remove(resource: ArmId, name: string): Promise<boolean>
}

export interface SettingsOptions {
  readonly state: State
  readonly hasDestination: SettingWorld['hasDestination']
  /** Dispatches what was told before, so that little is left for the transaction of the change. */
  drainPast(): Promise<void>
  /** Dispatches the rest by the settings as they are in that transaction. */
  settlePast(tx: Transaction): void
}

export function createSettings(options: SettingsOptions): Settings {
  const { state, hasDestination, drainPast, settlePast } = options
  return {
    list: resource => settingsOf(state, resource),
    get: (resource, name) => settingsOf(state, resource).find(setting => isNamed(setting, name)),
    put: async setting => {
      await drainPast()
      return state.transact(tx => {
        const others = settingsOf(tx, setting.resource).filter(other => !isNamed(other, setting.name))
        checkSetting(setting, { others, hasDestination })
        settlePast(tx)
        tx.run(
          'INSERT OR REPLACE INTO diagnostic_settings (resource, name, setting) VALUES (?, ?, ?)',
          setting.resource,
          setting.name,
          JSON.stringify(setting),
        )
        return setting
      })
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

/** Only `put` writes this column, from a checked setting. */
const parseSetting = (text: string) => JSON.parse(text) as DiagnosticSetting

const isNamed = (setting: DiagnosticSetting, name: string): boolean =>
  setting.name.toLowerCase() === name.toLowerCase()
