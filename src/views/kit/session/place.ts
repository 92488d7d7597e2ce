/** Where the control plane keeps what this tenant makes: the subscription and group of its first resource. */
import { useSession } from './session.tsx'

/** `/subscriptions/<subscription>/resourceGroups/<group>`; undefined for a tenant without a resource. */
export function usePlace(): string | undefined {
  const { world, workspace } = useSession()
  const own = world.resources.find(({ tenant }) => tenant === workspace.tenant) ?? world.resources[0]
  return own?.armId.split('/').slice(0, 5).join('/')
}

/** The subscription of a place, or of anything in it. */
export const subscriptionOf = (place: string): string => place.split('/').slice(0, 3).join('/')
