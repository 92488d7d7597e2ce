/** The resource plane: Communication Services resources, their diagnostic settings, the workspaces these name, shared dashboards. */
import type { Clock, Ids, Surface } from '#base'
import type { Directory } from '#directory'
import type { Settings } from '#router'
import type { State } from '#state'
import { communicationSurface } from './communication/surface.ts'
import { dashboardsSurface } from './dashboards/surface.ts'
import { monitorSurface } from './monitor/surface.ts'
import { workspacesSurface } from './workspaces/surface.ts'

export { dashboardsMigrations } from './dashboards/store.ts'

export interface ArmOptions {
  /** Opened with `dashboardsMigrations`. */
  readonly state: State
  readonly directory: Directory
  readonly settings: Settings
  /** How long rows stay in a workspace. */
  readonly retentionDays: number
  readonly clock: Clock
  readonly ids: Ids
}

/**
 * The surfaces of the resource plane. Mount them before others below `/subscriptions`, so that an unknown path there
 * is answered in the words of Azure Resource Manager.
 */
export const armSurfaces = (options: ArmOptions): readonly Surface[] => [
  communicationSurface(options),
  monitorSurface(options),
  workspacesSurface(options),
  dashboardsSurface(options),
]
