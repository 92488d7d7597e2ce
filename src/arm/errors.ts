/** What a caller of the resource plane can provoke, one row each; codes and texts are the service's where known. */
import { ApiError } from '#base'

type Arguments = Readonly<Record<string, string>>

interface Row {
  readonly status: number
  readonly code: string
  readonly message: (given: Arguments) => string
}

const rows = {
  AuthenticationFailed: {
    status: 401,
    code: 'AuthenticationFailed',
    message: ({ why }) => `Authentication failed. ${why}`,
  },
  ExpiredToken: {
    status: 401,
    code: 'ExpiredAuthenticationToken',
    message: ({ why }) => `The access token is not valid any more. ${why}`,
  },
  OtherTenant: {
    status: 401,
    code: 'InvalidAuthenticationTokenTenant',
    message: ({ tenant, owner }) =>
      `The access token is of the tenant '${tenant}'. The subscription belongs to the tenant '${owner}'.`,
  },
  InvalidSubscription: {
    status: 400,
    code: 'InvalidSubscriptionId',
    message: ({ id }) => `The subscription identifier '${id}' is malformed: it must be a GUID.`,
  },
  InvalidGroup: {
    status: 400,
    code: 'InvalidResourceGroup',
    message: ({ group }) =>
      `The resource group name '${group}' is invalid: 1 to 90 letters, digits, and - _ . ( ), not ending with a period.`,
  },
  InvalidName: {
    status: 400,
    code: 'InvalidResourceName',
    message: ({ name }) => `The name '${name}' is invalid: 1 to 63 letters, digits, hyphens and underscores.`,
  },
  InvalidDashboardName: {
    status: 400,
    code: 'InvalidResourceName',
    message: ({ name }) =>
      `The name '${name}' is invalid: 3 to 160 letters, digits, hyphens and underscores.`,
  },
  DashboardTooLarge: {
    status: 400,
    code: 'RequestContentTooLarge',
    message: ({ found, most }) => `The dashboard has ${found} characters; at most ${most} are kept.`,
  },
  TooManyDashboards: {
    status: 409,
    code: 'ResourceQuotaExceeded',
    message: ({ most }) => `The tenant shares ${most} dashboards already: delete one first.`,
  },
  NameTaken: {
    status: 400,
    code: 'HostNamePrefixTaken',
    message: () => 'Specified host name prefix is not available: a resource of this name exists.',
  },
  ResourceNotFound: {
    status: 404,
    code: 'ResourceNotFound',
    message: ({ type, name, group }) =>
      `The Resource '${type}/${name}' under resource group '${group}' was not found.`,
  },
  UnknownNamespace: {
    status: 404,
    code: 'InvalidResourceNamespace',
    message: ({ namespace }) => `The resource namespace '${namespace}' is invalid.`,
  },
  UnknownType: {
    status: 404,
    code: 'InvalidResourceType',
    message: ({ type, namespace, version }) =>
      `The resource type '${type}' could not be found in the namespace '${namespace}' for api version '${version}'.`,
  },
  OperationNotFound: {
    status: 404,
    code: 'OperationNotFound',
    message: ({ id }) => `The operation '${id}' is not known here.`,
  },
  LocationRequired: {
    status: 400,
    code: 'LocationRequired',
    message: () => 'The location property is required for this definition.',
  },
  LocationNotAvailable: {
    status: 400,
    code: 'LocationNotAvailableForResourceType',
    message: ({ location, type }) =>
      `The provided location '${location}' is not available for resource type '${type}'. List of available regions for the resource type is 'global'.`,
  },
  DataLocationRequired: {
    status: 400,
    code: 'BadRequest',
    message: () => 'The property dataLocation is required.',
  },
  DataLocationUnknown: {
    status: 400,
    code: 'BadRequest',
    message: ({ found, valid }) => `The dataLocation '${found}' is not one of ${valid}.`,
  },
  DataLocationFixed: {
    status: 400,
    code: 'BadRequest',
    message: ({ now }) => `The dataLocation of a resource cannot be changed; it is '${now}'.`,
  },
  OtherType: {
    status: 400,
    code: 'BadRequest',
    message: ({ found, valid }) => `The type '${found}' is not ${valid}.`,
  },
  NotMonitored: {
    status: 400,
    code: 'ResourceTypeNotSupported',
    message: ({ type }) => `The resource type '${type}' does not support diagnostic settings here.`,
  },
  SettingNotFound: {
    status: 404,
    code: 'ResourceNotFound',
    message: ({ name }) => `The diagnostic setting '${name}' doesn't exist.`,
  },
  CategoryNotFound: {
    status: 404,
    code: 'NotFound',
    message: ({ category }) => `The diagnostic settings category '${category}' doesn't exist.`,
  },
  NoCategory: {
    status: 400,
    code: 'BadRequest',
    message: () => 'A diagnostic setting needs at least one category of logs or metrics.',
  },
  CategoryMissing: {
    status: 400,
    code: 'BadRequest',
    message: () =>
      "Each entry of 'logs' must name a category or, from api-version 2021-05-01-preview on, a categoryGroup.",
  },
  CategoryAndGroup: {
    status: 400,
    code: 'BadRequest',
    message: ({ category, group }) =>
      `An entry of 'logs' names both the category '${category}' and the categoryGroup '${group}'; only one is possible.`,
  },
  CategoryTwice: {
    status: 400,
    code: 'BadRequest',
    message: ({ category }) => `The category '${category}' is listed more than once.`,
  },
  ServiceBusRule: {
    status: 400,
    code: 'BadRequest',
    message: () =>
      'serviceBusRuleId is the former name of eventHubAuthorizationRuleId, which is understood here.',
  },
  HubWithoutRule: {
    status: 400,
    code: 'BadRequest',
    message: () => 'eventHubName needs an eventHubAuthorizationRuleId beside it.',
  },
  InvalidRule: {
    status: 400,
    code: 'BadRequest',
    message: ({ id }) =>
      `The eventHubAuthorizationRuleId '${id}' is not of the form …/namespaces/<namespace>/authorizationRules/<rule>.`,
  },
} as const satisfies Record<string, Row>

/** The error of that row, with the arguments put into its text; they are the caller's own words, cut short. */
export function armError(
  name: keyof typeof rows,
  given: Arguments = {},
  headers: Readonly<Record<string, string>> = {},
): ApiError {
  const { status, code, message }: Row = rows[name]
  const short = Object.entries(given).map(([key, text]) => [key, text.slice(0, LONGEST)])
  return new ApiError({ status, code, message: message(Object.fromEntries(short)), headers })
}

const LONGEST = 300
