/** What people look at: the pages, and what these must know before they ask anything. */
import { fileURLToPath } from 'node:url'
import type { Surface } from '#base'
import type { Directory } from '#directory'
import type { Identity } from '#sources/identity'
import { isExposed } from '../settings/exposure.ts'
import { callingSurface } from '../surfaces/calling-surface.ts'
import { guestSurface } from '../surfaces/guest-surface.ts'
import { viewsSurface } from '../surfaces/views-surface.ts'
import { worldSurfaces } from '../surfaces/world-surface.ts'
import type { ControlledOptions } from './options.ts'
import { houseWorkspace } from './world.ts'

const built = (name: string): string => fileURLToPath(new URL(`../../../dist/${name}`, import.meta.url))

interface Viewed {
  readonly directory: Directory
  readonly identity: Pick<Identity, 'surfaces'>
}

export function viewing(
  { settings }: Pick<ControlledOptions, 'settings'>,
  { directory, identity }: Viewed,
): readonly Surface[] {
  const allowsUsers = !isExposed(settings)
  const allowsGuests = settings.guests === 'on' || (settings.guests === 'loopback' && allowsUsers)
  return [
    ...worldSurfaces({ directory, house: houseWorkspace(directory).id, allowsUsers, allowsGuests }),
    guestSurface({ directory, identity: identity.surfaces, isOn: allowsGuests }),
    viewsSurface(built('views')),
    callingSurface(built('calling')),
  ]
}
