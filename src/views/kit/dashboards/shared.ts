/** A dashboard as the control plane keeps it for the whole tenant (`Microsoft.Portal/dashboards`). Pure. */
import { type Dashboard, readDashboard } from './dashboard.ts'

const VERSION = 'api-version=2020-09-01-preview'
const TYPE = 'providers/Microsoft.Portal/dashboards'

export const sharedListPath = (subscription: string): string => `${subscription}/${TYPE}?${VERSION}`
export const sharedPath = (armId: string): string => `${armId}?${VERSION}`
export const newSharedId = (place: string, id: string): string => sharedId(`${place}/${TYPE}/${id}`)

/** ARM ids compare without case; the address and the list must spell one the same. */
const sharedId = (armId: string): string => armId.toLowerCase()

export const answerOf = (answers: readonly SharedAnswer[], id: string): SharedAnswer | undefined =>
  answers.find(one => sharedId(one.id) === id)

/** Shared ones are known by their ARM ids, those of the browser by anything else. */
export const isShared = ({ id }: Pick<Dashboard, 'id'>): boolean => id.startsWith('/subscriptions/')

export interface SharedAnswer {
  readonly id: string
  readonly name: string
  readonly tags: Readonly<Record<string, string>>
  readonly properties: { readonly lenses: unknown; readonly metadata: Readonly<Record<string, unknown>> }
}

/** What Azure shows as a dashboard's name. */
const TITLE = 'hidden-title'

/** One without pins of ours, made elsewhere, has none to show. */
export function sharedDashboard({ id, name, tags, properties }: SharedAnswer): Dashboard {
  const read = readDashboard(JSON.stringify(properties.metadata.anteroom ?? null))
  return {
    ...('dashboard' in read ? read.dashboard : { pins: [] }),
    id: sharedId(id),
    name: tags[TITLE] ?? name,
  }
}

/** `kept`: what it is now, whose lenses and further metadata stay. */
export const sharedBody = ({ name, pins }: Dashboard, kept?: SharedAnswer) => ({
  location: 'global',
  tags: { ...kept?.tags, [TITLE]: name },
  properties: {
    lenses: kept?.properties.lenses ?? [],
    metadata: { ...kept?.properties.metadata, anteroom: { name, pins } },
  },
})
