/** `GET /providers/Microsoft.Communication/operations`: what role definitions can name. */
import type { Json } from '#base'

const PROVIDER = 'Microsoft.Communication'
const TYPE = `${PROVIDER}/CommunicationServices`
const INSIGHTS = `${TYPE}/providers/Microsoft.Insights`

/** Name, resource, operation, description. */
const rows = [
  [`${PROVIDER}/Operations/read`, 'Operations', 'List operations', 'Lists the operations'],
  [`${PROVIDER}/CheckNameAvailability/action`, 'Name', 'Check name', 'Checks whether a name is available'],
  [`${PROVIDER}/Locations/OperationStatuses/read`, 'Operation', 'Read status', 'Reads how far a change is'],
  [`${TYPE}/Read`, 'Communication service', 'Read', 'Reads communication services'],
  [`${TYPE}/Write`, 'Communication service', 'Create or update', 'Makes or changes communication services'],
  [`${TYPE}/Delete`, 'Communication service', 'Delete', 'Deletes communication services'],
  [`${TYPE}/ListKeys/action`, 'Communication service', 'List keys', 'Reads the keys'],
  [`${TYPE}/RegenerateKey/action`, 'Communication service', 'Regenerate key', 'Makes a new key'],
  [`${TYPE}/LinkNotificationHub/action`, 'Communication service', 'Link hub', 'Links a notification hub'],
  [`${INSIGHTS}/diagnosticSettings/read`, 'Diagnostic settings', 'Read', 'Reads diagnostic settings'],
  [`${INSIGHTS}/diagnosticSettings/write`, 'Diagnostic settings', 'Write', 'Changes diagnostic settings'],
  [`${INSIGHTS}/metricDefinitions/read`, 'Metrics', 'Read definitions', 'Reads which metrics there are'],
] as const

export const providerOperations: Json = {
  value: rows.map(([name, resource, operation, description]) => ({
    name,
    isDataAction: false,
    display: { provider: 'Microsoft Communication', resource, operation, description },
    origin: 'user,system',
  })),
}
