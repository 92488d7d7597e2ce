/**
 * The operator's surfaces (deliveries, dead letters, live calls, control for tests) show and change what is of every
 * tenant: only the operator's own may call them, the tenant of the house workspace.
 */
import { ApiError, type Caller, type HttpRequest, type Route, type Surface } from '#base'

const OPERATOR_AUDIENCE = 'https://anteroom.local'

/** Surfaces whose tokens are for the operator's audience refuse other tenants with 403; the rest stay as they are. */
export const operatorsOnly = (
  surfaces: readonly Surface[],
  isOperator: (caller: Caller) => boolean,
): readonly Surface[] =>
  surfaces.map(surface =>
    isOperators(surface)
      ? { ...surface, routes: surface.routes.map(route => guarded(route, isOperator)) }
      : surface,
  )

const isOperators = ({ access }: Surface): boolean =>
  access.kind === 'entra' && access.audiences.includes(OPERATOR_AUDIENCE)

function guarded(route: Route, isOperator: (caller: Caller) => boolean): Route {
  return {
    ...route,
    handle: async (request: HttpRequest) => {
      if (isOperator(request.caller)) return route.handle(request)
      throw new ApiError({
        status: 403,
        code: 'AuthorizationFailed',
        message:
          'The token is of another tenant than the operator’s. Expected the tenant of the first workspace, whose records tell of all sides.',
      })
    },
  }
}
