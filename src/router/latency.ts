/** How long a record waits before it is delivered: nothing by default, or as long as in Azure. */

export type Latency = 'none' | 'realistic'

const MINUTE = 60_000

/** Typical figures of the documents; a category that is not listed has that of resource logs. */
const REALISTIC: Readonly<Record<string, number>> = {
  AzureMetrics: 3 * MINUTE,
  // R52: most rows within 40 minutes, 60 at worst.
  CallSummaryUpdates: 40 * MINUTE,
  CallDiagnosticsUpdates: 40 * MINUTE,
  // R52: the plain categories appear once, when everything is complete: "hours".
  CallSummary: 120 * MINUTE,
  CallDiagnostics: 120 * MINUTE,
}
const RESOURCE_LOG = 5 * MINUTE

/** A new setting takes effect within this, says Azure. */
const NEW_SETTING = 90 * MINUTE

/** Milliseconds until a new setting takes effect. */
export const startDelayOf = (latency: Latency): number => (latency === 'none' ? 0 : NEW_SETTING)

/** Milliseconds from the fact to the first try of delivery. Tables of ours have no counterpart: they never wait. */
export function delayOf(category: string, latency: Latency): number {
  if (latency === 'none' || category.endsWith('_CL')) return 0
  return REALISTIC[category] ?? RESOURCE_LOG
}
