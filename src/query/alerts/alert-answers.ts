/** The alerts that rules fired, as Microsoft.AlertsManagement lists them. */
import { type HttpRequest, type Instant, parseDuration, toIso } from '#base'
import { type AlertBody, contextOf, SERVICES } from './common-schema.ts'
import { alertsError } from './errors.ts'
import type { Services } from './resource-kinds.ts'
import { actionsOf, alertById, alertsSince, type StoredAlert } from './store.ts'

const DAY = 86_400_000

/** `timeRange` as Azure spells it: 1h, 1d, 7d, 30d; or an ISO duration. */
function since(range: string, now: Instant): Instant {
  const [, count, unit] = /^(\d+)([hd])$/.exec(range) ?? []
  const ms = count ? Number(count) * (unit === 'h' ? DAY / 24 : DAY) : parseDuration(range)
  return now - (ms ?? 30 * DAY)
}

export function listAlerts(
  { caller, query, receivedAt, params }: HttpRequest,
  { state, tenantOf }: Services,
) {
  return alertsSince(state, tenantOf(caller), since(query.timerange ?? '30d', receivedAt)).map(alert =>
    shapeAlert(alert, params.subscription ?? ''),
  )
}

export function oneAlert({ caller, params }: HttpRequest, { state, tenantOf }: Services) {
  const { alert: id = '', subscription = '' } = params
  const alert = alertById(state, id)
  if (!alert || alert.tenant !== tenantOf(caller)) throw alertsError('NotFound', { id })
  const actions = actionsOf(state, id).map(({ receiver, attempts, outcome, problem }) => {
    const { kind, name } = JSON.parse(receiver)
    return { kind, name, attempts, outcome, problem }
  })
  return { ...shapeAlert(alert, subscription), anteroom: { actions } }
}

function shapeAlert({ id, rule, firedAt, resolvedAt, body }: StoredAlert, subscription: string) {
  const about: AlertBody = JSON.parse(body)
  const [group, type, name] = [4, 7, 8].map(at => about.scope.split('/')[at] ?? '')
  return {
    id: `/subscriptions/${subscription}/providers/Microsoft.AlertsManagement/alerts/${id}`,
    name: id,
    type: 'Microsoft.AlertsManagement/alerts',
    properties: {
      essentials: {
        severity: `Sev${about.severity}`,
        signalType: about.signal,
        alertState: 'New',
        monitorCondition: resolvedAt === null ? 'Fired' : 'Resolved',
        monitorService: SERVICES[about.signal],
        targetResource: about.scope,
        targetResourceName: name,
        targetResourceGroup: group,
        targetResourceType: type,
        alertRule: rule,
        description: about.description,
        actionStatus: { isSuppressed: about.isMuted },
        startDateTime: toIso(firedAt),
        lastModifiedDateTime: toIso(resolvedAt ?? firedAt),
        ...(resolvedAt !== null && { monitorConditionResolvedDateTime: toIso(resolvedAt) }),
      },
      context: contextOf(about),
    },
  }
}
