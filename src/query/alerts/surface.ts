/**
 * The control plane of alerts: Microsoft.Insights/scheduledQueryRules, metricAlerts and actionGroups, the alerts of
 * Microsoft.AlertsManagement, and three house operations beside them: test runs on past data, and ready-made rules.
 */
import { type Static, Type } from 'typebox'
import { type HttpRequest, type Route, type Surface, standardErrorBody } from '#base'
import { listAlerts, oneAlert } from './alert-answers.ts'
import { alertsError } from './errors.ts'
import { READY_MADE } from './ready-made.ts'
import { parseProperties, RESOURCE_KINDS, type ResourceKind, type Services } from './resource-kinds.ts'
import { get, INSIGHTS, onePath, routesOf, SUBSCRIPTION } from './resource-routes.ts'
import type { RuleType } from './store.ts'
import { testRun } from './test-run.ts'

const ALERTS = `${SUBSCRIPTION}/providers/Microsoft.AlertsManagement/alerts`

/** Two, because Azure versions metric alerts by themselves. */
export function alertsSurfaces(services: Services): readonly Surface[] {
  const { scheduledQueryRules, metricAlerts, actionGroups } = RESOURCE_KINDS
  const common = {
    access: {
      kind: 'entra' as const,
      audiences: ['https://management.azure.com', 'https://management.core.windows.net'],
    },
    prefixes: [],
    ignoresCase: true,
    errorBody: standardErrorBody,
  }
  return [
    {
      ...common,
      name: 'alerts',
      versions: [
        '2019-05-05-preview',
        '2021-08-01',
        '2021-09-01',
        '2022-06-15',
        '2023-01-01',
        '2023-12-01',
        '2024-01-01-preview',
        '2025-01-01-preview',
      ],
      routes: [
        ...routesOf(scheduledQueryRules, services),
        ...routesOf(actionGroups, services),
        get('Alerts_GetAll', ALERTS, async request => ({ value: listAlerts(request, services) })),
        get('Alerts_GetById', `${ALERTS}/{alert}`, async request => oneAlert(request, services)),
        get('ReadyMadeAlertRules_List', `${SUBSCRIPTION}/${INSIGHTS}/readyMadeAlertRules`, async () => ({
          value: READY_MADE,
        })),
        testRoute('testScheduledQueryRule', scheduledQueryRules, services),
      ],
    },
    {
      ...common,
      name: 'metric alerts',
      versions: ['2018-03-01'],
      routes: [...routesOf(metricAlerts, services), testRoute('testMetricAlert', metricAlerts, services)],
      missing: [
        { id: 'MetricAlertsStatus_List', method: 'GET', path: `${onePath('metricAlerts')}/status` },
        {
          id: 'MetricAlertsStatus_ListByName',
          method: 'GET',
          path: `${onePath('metricAlerts')}/status/{status}`,
        },
      ],
    },
  ]
}

type RuleKind = ResourceKind & { readonly type: RuleType }

function testRoute(path: string, { api, type, schema }: RuleKind, services: Services): Route {
  return {
    id: `${api}_TestRun`,
    method: 'POST',
    path: `${SUBSCRIPTION}/${INSIGHTS}/${path}`,
    body: Type.Intersect([schema, Timespan]),
    handle: async request => ({ status: 200, body: await runTest(request, type, services) }),
  }
}

const Timespan = Type.Object({ timespan: Type.String() })

async function runTest(request: HttpRequest, type: RuleType, { tenantOf, mayRead, evaluate }: Services) {
  // The route's schema has admitted it.
  const { properties, timespan } = request.body as Static<typeof Timespan> & { readonly properties: object }
  const rule = parseProperties(type, properties)
  if (!mayRead(request.caller, rule.scope)) throw alertsError('NotAllowed', { id: rule.scope })
  return testRun(rule, { tenant: tenantOf(request.caller), timespan, signal: request.signal }, evaluate)
}
