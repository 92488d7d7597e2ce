/** What a caller of the metrics APIs can provoke, one row each; texts in the service's words where they are known. */
import { ApiError } from '#base'

type Arguments = Readonly<Record<string, string | number>>

const PROVIDER = 'provider: Microsoft.Communication, resource Type: CommunicationServices'

const rows = {
  ResourceNotFound: {
    status: 404,
    message: ({ id }: Arguments) => `The resource '${id}' is not known here.`,
  },
  OtherTenant: {
    status: 403,
    message: ({ caller, id }: Arguments) =>
      `The client '${caller}' does not have authorization to perform action 'Microsoft.Insights/metrics/read' over scope '${id}': it belongs to another tenant than the token.`,
  },
  UnknownMetric: {
    status: 400,
    message: ({ name, valid }: Arguments) =>
      `Failed to find metric configuration for ${PROVIDER}, metric: ${name}, Valid metrics: ${valid}`,
  },
  UnknownNamespace: {
    status: 400,
    message: ({ name, valid }: Arguments) =>
      `Metric namespace '${name}' is not one of the resource. Valid: ${valid}`,
  },
  InvalidInterval: {
    status: 400,
    message: ({ interval, valid }: Arguments) =>
      `Detected invalid time grain input: ${interval}, supported ones are: ${valid}`,
  },
  TooManyPoints: {
    status: 400,
    message: ({ points, limit }: Arguments) =>
      `The time span holds ${points} intervals, at most ${limit} are possible. Ask for a longer interval or AutoAdjustTimegrain=true.`,
  },
  InvalidTimespan: {
    status: 400,
    message: ({ found }: Arguments) =>
      `The time span '${found}' was not understood. Expected start/end in ISO 8601, with either end replaceable by a duration, or a duration alone.`,
  },
  InvalidAggregation: {
    status: 400,
    message: ({ found, valid }: Arguments) => `Invalid aggregation '${found}'. Valid aggregations: ${valid}`,
  },
  InvalidOrderBy: {
    status: 400,
    message: ({ found }: Arguments) =>
      `Invalid orderby '${found}'. Expected one aggregation with asc or desc, such as 'count desc'.`,
  },
  InvalidTop: {
    status: 400,
    message: ({ found }: Arguments) => `Invalid top '${found}'. Expected a positive whole number.`,
  },
  InvalidResultType: {
    status: 400,
    message: ({ found }: Arguments) => `Invalid resultType '${found}'. Expected Data or Metadata.`,
  },
  InvalidFilter: {
    status: 400,
    message: ({ why, at }: Arguments) => `The filter is invalid at character ${at}: ${why}.`,
  },
  OrAcrossDimensions: {
    status: 400,
    message: ({ first, second }: Arguments) =>
      `The filter is invalid: 'or' may only join values of one dimension, it joins ${first} and ${second}.`,
  },
  UnknownDimension: {
    status: 400,
    message: ({ dimension, metric, valid }: Arguments) =>
      `Metric: ${metric} does not support requested dimension combination: ${dimension}, supported ones are: ${valid}`,
  },
  OneWildcard: {
    status: 400,
    message: () => 'Only one dimension may be asked with a wildcard when resultType is metadata.',
  },
  MissingParameter: {
    status: 400,
    message: ({ name }: Arguments) => `The query parameter ${name} is missing.`,
  },
  OtherSubscription: {
    status: 400,
    message: ({ id, subscription }: Arguments) =>
      `The resource '${id}' is not in the subscription ${subscription}.`,
  },
} as const

const CODES = { 400: 'BadRequest', 403: 'AuthorizationFailed', 404: 'ResourceNotFound' } as const

/** The error of that row; its code is that of the service for the status. */
export function apiError(name: keyof typeof rows, args: Arguments = {}): ApiError {
  const { status, message } = rows[name]
  return new ApiError({
    status,
    code: CODES[status],
    message: message(args),
  })
}
