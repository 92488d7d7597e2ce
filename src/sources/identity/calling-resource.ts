/** Whose operation a request is. All resources share one origin, so the caller or the identity named must tell. */
import type { Caller } from '#base'
import { parseRawId, resourceOf } from '#records'
import { resourceOfCaller } from '#sources/operations'
import type { IdentityDirectory, IdentityResource } from './operation.ts'

/**
 * The resource that a refused request is recorded for. A caller that could not be established leaves only the
 * identity in the path: the resource inside it is the one that was meant (R4). Undefined when nothing tells:
 * such a request is nobody's operation and is not recorded.
 */
export function resourceMeant(
  caller: Caller,
  identity: string | undefined,
  directory: IdentityDirectory,
): IdentityResource | undefined {
  const own = resourceOfCaller(caller, directory)
  const parsed = own || identity === undefined ? undefined : parseRawId(identity)
  const issuer = parsed && resourceOf(parsed)
  return own ?? (issuer && directory.resource(issuer))
}

/** The identity that a request target names: `/identities/<percent-encoded raw id>/…`. */
export function identityInTarget(target: string): string | undefined {
  const segment = /^\/+identities\/([^/?]+)/.exec(target)?.[1]
  if (segment === undefined) return undefined
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
