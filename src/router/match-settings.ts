/** Where a record goes: pure, from the settings of its resource. */
import { type DiagnosticSetting, destinationsOf, sendsCategory, sendsMetrics } from './setting.ts'

/** One destination of one record, and the setting that sends it there. */
export interface Placement {
  readonly destination: string
  /** Absent for the tables of ours, which no setting sends. */
  readonly setting?: string
}

/** The destinations of a category's records, each once. */
export const placesOfCategory = (settings: readonly DiagnosticSetting[], category: string) =>
  placesWhere(settings, setting => sendsCategory(setting, category))

/** The destinations of the resource's exported metrics, each once. */
export const placesOfMetrics = (settings: readonly DiagnosticSetting[]) => placesWhere(settings, sendsMetrics)

/** Two settings that name one destination send a record once: the reader would see it twice otherwise. */
function placesWhere(
  settings: readonly DiagnosticSetting[],
  sends: (setting: DiagnosticSetting) => boolean,
): readonly Placement[] {
  const places = new Map<string, Placement>()
  for (const setting of settings.filter(sends)) {
    for (const [, destination] of destinationsOf(setting)) {
      if (!places.has(destination)) places.set(destination, { destination, setting: setting.name })
    }
  }
  return [...places.values()]
}
