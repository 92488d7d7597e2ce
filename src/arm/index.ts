/** The resource plane: Communication Services resources, their diagnostic settings, and the workspaces these name. */
import type { Clock, Ids, Surface } from '#base'
import type { Directory } from '#directory'
import type { Settings } from '#router'
import { communicationSurface } from './communication/surface.ts'
import { monitorSurface } from './monitor/surface.ts'
import { workspacesSurface } from './workspaces/surface.ts'

export interface ArmOptions {
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
]
