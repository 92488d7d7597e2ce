/** What people look at: the pages, and what these must know before they ask anything. */
import { fileURLToPath } from 'node:url'
import type { Surface } from '#base'
import type { Directory } from '#directory'
import { isExposed } from '../settings/exposure.ts'
import { callingSurface } from '../surfaces/calling-surface.ts'
import { viewsSurface } from '../surfaces/views-surface.ts'
import { worldSurfaces } from '../surfaces/world-surface.ts'
import type { ControlledOptions } from './options.ts'
import { houseWorkspace } from './world.ts'

const built = (name: string): string => fileURLToPath(new URL(`../../../dist/${name}`, import.meta.url))

export const viewing = (
  { settings }: Pick<ControlledOptions, 'settings'>,
  { directory }: { readonly directory: Directory },
): readonly Surface[] => [
  ...worldSurfaces({ directory, house: houseWorkspace(directory).id, allowsUsers: !isExposed(settings) }),
  viewsSurface(built('views')),
  callingSurface(built('calling')),
]
