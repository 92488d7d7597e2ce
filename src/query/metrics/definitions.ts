/** What metrics a resource has: the definitions and namespaces of the metrics APIs. */
import type { Json } from '#base'
import { type ArmId, METRIC_NAMESPACE, type Metric, metrics } from '#records'
import { grains } from './grains.ts'

const RETENTION = 'P93D'

export const definitionsOf = (resource: ArmId): Json => ({
  value: metrics.filter(({ retired }) => !retired).map(metric => definitionOf(resource, metric)),
})

const definitionOf = (resource: ArmId, metric: Metric): Json => ({
  id: `${resource}/providers/microsoft.insights/metricdefinitions/${metric.name}`,
  resourceId: resource,
  namespace: METRIC_NAMESPACE,
  category: metric.category,
  name: { value: metric.name, localizedValue: metric.displayName },
  displayDescription: metric.displayName,
  isDimensionRequired: false,
  unit: metric.unit,
  metricClass: 'Transactions',
  primaryAggregationType: metric.defaultAggregation,
  supportedAggregationTypes: metric.aggregations,
  metricAvailabilities: grains.map(({ name }) => ({ timeGrain: name, retention: RETENTION })),
  dimensions: metric.dimensions.map(dimension => ({ value: dimension, localizedValue: dimension })),
})

export const namespacesOf = (resource: ArmId): Json => {
  const name = METRIC_NAMESPACE.replace('/', '-')
  return {
    value: [
      {
        id: `${resource}/providers/microsoft.insights/metricNamespaces/${name}`,
        type: 'Microsoft.Insights/metricNamespaces',
        name,
        classification: 'Platform',
        properties: { metricNamespaceName: METRIC_NAMESPACE },
      },
    ],
  }
}
