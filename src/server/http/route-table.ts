/** Which route of which surface a request is for. Literals win over captures, one segment over several. */
import type { Route, Surface } from '#base'

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'one'; readonly name: string }
  | { readonly kind: 'several'; readonly name: string }

interface Row {
  readonly method: string
  readonly segments: readonly Segment[]
  readonly surface: Surface
  readonly ignoresCase: boolean
  /** Absent for an operation that the surface lists as missing. */
  readonly route?: Route
  readonly missing?: string
}

type Params = Readonly<Record<string, string>>

export type Match =
  | { readonly kind: 'route'; readonly surface: Surface; readonly route: Route; readonly params: Params }
  | { readonly kind: 'missing'; readonly surface: Surface; readonly id: string }
  | { readonly kind: 'otherMethods'; readonly surface: Surface; readonly allowed: readonly string[] }
  | { readonly kind: 'unknown'; readonly surface: Surface | undefined }

export interface RouteTable {
  match(method: string, path: readonly string[]): Match
}

/** More than any path has; trying captures of several segments on a long path would cost its square. */
const MOST_SEGMENTS = 100

export function routeTable(surfaces: readonly Surface[]): RouteTable {
  const rows = surfaces.flatMap(rowsOf).sort(bySpecificity)
  return {
    match: (method, path) => {
      if (path.length > MOST_SEGMENTS) return { kind: 'unknown', surface: ownerOf(surfaces, path) }
      const allowed = new Set<string>()
      let elsewhere: Surface | undefined
      for (const row of rows) {
        const params = paramsOf(row, path)
        if (!params) continue
        if (row.method === method) return hit(row, params)
        allowed.add(row.method)
        elsewhere ??= row.surface
      }
      if (elsewhere) return { kind: 'otherMethods', surface: elsewhere, allowed: [...allowed] }
      return { kind: 'unknown', surface: ownerOf(surfaces, path) }
    },
  }
}

function hit({ surface, route, missing }: Row, params: Params): Match {
  if (route) return { kind: 'route', surface, route, params }
  return { kind: 'missing', surface, id: missing ?? '' }
}

function rowsOf(surface: Surface): readonly Row[] {
  const ignoresCase = surface.ignoresCase ?? false
  const row = (path: string) => ({ segments: parsePath(path), surface, ignoresCase })
  return [
    ...surface.routes.map(route => ({ ...row(route.path), method: route.method, route })),
    ...(surface.missing ?? []).map(({ id, method, path }) => ({ ...row(path), method, missing: id })),
  ]
}

const parsePath = (path: string): readonly Segment[] =>
  path
    .split('/')
    .filter(text => text !== '')
    .map(text => {
      const capture = /^\{(\+?)(\w+)\}$/.exec(text)
      if (!capture) return { kind: 'literal', text }
      return { kind: capture[1] ? 'several' : 'one', name: capture[2] ?? '' }
    })

const RANK = { literal: 0, one: 1, several: 2 }

function bySpecificity(a: Row, b: Row): number {
  for (const [i, segment] of a.segments.entries()) {
    const other = b.segments[i]
    if (!other) return -1
    const difference = RANK[segment.kind] - RANK[other.kind]
    if (difference !== 0) return difference
  }
  return a.segments.length - b.segments.length
}

function paramsOf(row: Row, path: readonly string[]): Params | undefined {
  const found: Record<string, string> = {}
  return walk(row, path, { segment: 0, at: 0, found }) ? found : undefined
}

interface Position {
  readonly segment: number
  readonly at: number
  readonly found: Record<string, string>
}

function walk(row: Row, path: readonly string[], { segment, at, found }: Position): boolean {
  const wanted = row.segments[segment]
  if (!wanted) return at === path.length
  if (wanted.kind === 'several') return walkSeveral(row, path, { segment, at, found }, wanted.name)
  const given = path[at]
  if (given === undefined) return false
  if (wanted.kind === 'literal') {
    if (!sameSegment(wanted.text, given, row.ignoresCase)) return false
  } else found[wanted.name] = given
  return walk(row, path, { segment: segment + 1, at: at + 1, found })
}

/** Tries the shortest run of segments first, so that what follows is found at its first occurrence. */
function walkSeveral(row: Row, path: readonly string[], from: Position, name: string): boolean {
  for (let end = from.at + 1; end <= path.length; end++) {
    if (!walk(row, path, { segment: from.segment + 1, at: end, found: from.found })) continue
    from.found[name] = path.slice(from.at, end).join('/')
    return true
  }
  return false
}

const sameSegment = (wanted: string, given: string, ignoresCase: boolean): boolean =>
  wanted === given || (ignoresCase && wanted.toLowerCase() === given.toLowerCase())

/** The surface whose error shape an unknown path gets: the longest prefix wins. */
function ownerOf(surfaces: readonly Surface[], path: readonly string[]): Surface | undefined {
  const lengthIn = (prefix: string) => {
    const parts = prefix.split('/').filter(part => part !== '')
    return parts.every((part, i) => sameSegment(part, path[i] ?? '', true)) ? parts.length : 0
  }
  const best = surfaces
    .map(surface => ({ surface, length: Math.max(0, ...surface.prefixes.map(lengthIn)) }))
    .sort((a, b) => b.length - a.length)[0]
  return best && best.length > 0 ? best.surface : undefined
}
