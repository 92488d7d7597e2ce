import { expect, test } from 'vitest'
import { type Surface, standardErrorBody } from '#base'
import { routeTable } from './route-table.ts'

function aSurface(name: string, paths: readonly string[], more: Partial<Surface> = {}): Surface {
  const routes = paths.map(path => ({
    id: path,
    method: 'GET' as const,
    path,
    handle: async () => ({ status: 200 }),
  }))
  return { name, access: { kind: 'none' }, prefixes: [name], routes, errorBody: standardErrorBody, ...more }
}

const found = (surfaces: readonly Surface[], path: string) => {
  const match = routeTable(surfaces).match('GET', path.split('/').slice(1))
  return match.kind === 'route' ? match.route.id : match.kind
}

test.each([
  ['/a/fixed', '/a/fixed'],
  ['/a/other', '/a/{one}'],
  ['/a/x/y', '/a/{+rest}'],
  ['/b/x/y', '/{+rest}/y'],
])(
  '%s goes to %s: literals win over captures, one segment over several, in any order of the rows',
  (path, route) => {
    const paths = ['/a/{+rest}', '/a/{one}', '/{+rest}/y', '/a/fixed']
    expect(found([aSurface('a', paths)], path)).toBe(route)
    expect(found([aSurface('a', paths.toReversed())], path)).toBe(route)
  },
)

test('a capture of several segments stops at the first place where the rest fits', () => {
  const match = routeTable([aSurface('a', ['/{+scope}/providers/{name}'])]).match('GET', [
    's',
    'providers',
    'n',
  ])
  expect(match).toMatchObject({ params: { scope: 's', name: 'n' } })
})

test('an unknown path belongs to the surface with the longest prefix', () => {
  const surfaces = [aSurface('v1', []), aSurface('kusto', [], { prefixes: ['v1/rest'] })]
  const owner = (path: string) => routeTable(surfaces).match('GET', path.split('/').slice(1)).surface?.name
  expect([owner('/v1/x'), owner('/v1/rest/x'), owner('/other')]).toEqual(['v1', 'kusto', undefined])
})

test('paths compare without case only where the surface says so', () => {
  expect(found([aSurface('a', ['/Abc'])], '/aBC')).toBe('unknown')
  expect(found([aSurface('a', ['/Abc'], { ignoresCase: true })], '/aBC')).toBe('/Abc')
})

test('a path that would take long to try is unknown at once', () => {
  const surface = aSurface('a', ['/{+one}/x/{+two}/y/{+three}/z'])
  expect(found([surface], '/a'.repeat(8000))).toBe('unknown')
})
