/** The answer of `/teams/find` → rows of one table. Pure. */

type Item = Readonly<Record<string, unknown>>

export interface Found {
  readonly meetings: readonly Item[]
  readonly calls: readonly Item[]
  readonly participants: readonly Item[]
  readonly people: readonly Item[]
  readonly notLinked: readonly { readonly from: string; readonly to: string; readonly reason: string }[]
}

/** The answer is the server's own, of the shape in docs/teams-graph.md; nothing at all reads as nothing found. */
export const readFound = (answer: unknown): Found =>
  (answer ?? { meetings: [], calls: [], participants: [], people: [], notLinked: [] }) as Found

export interface RelatedRow {
  readonly what: string
  readonly id: string
  readonly about: string
  readonly call: string
  readonly graph: string
  readonly href?: string | undefined
}

export const relatedRows = ({ meetings, calls, participants, people }: Found): readonly RelatedRow[] => [
  ...meetings.map(one => row('meeting', one.threadId, { about: one.subject, graph: linkOf(one, 'graph') })),
  ...calls.map(one =>
    row('call', one.callId, {
      about: [one.type, one.startDateTime].filter(Boolean).join(' '),
      call: one.callId,
      graph: linkOf(one, 'graph'),
      href: linkOf(one, 'portal'),
    }),
  ),
  ...participants.map(one =>
    row('participant', one.participantId, {
      about: [one.label, one.rawId ?? one.identifier].filter(Boolean).join(' '),
      call: one.callId,
    }),
  ),
  ...people.map(one => row('user', one.id, { about: one.displayName, graph: linkOf(one, 'graph') })),
]

interface More {
  readonly about?: unknown
  readonly call?: unknown
  readonly graph?: unknown
  readonly href?: unknown
}

const row = (what: string, id: unknown, { about, call, graph, href }: More): RelatedRow => ({
  what,
  id: textOf(id),
  about: textOf(about),
  call: textOf(call),
  graph: textOf(graph),
  href: textOf(href) || undefined,
})

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const linkOf = ({ links }: Item, name: string): unknown => Reflect.get(Object(links), name)
