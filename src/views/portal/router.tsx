import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  useRouterState,
} from '@tanstack/react-router'
import { asProblem, Empty, Failed, GoTo, Loading, Page } from '#views/kit'
import { FEATURES } from './features.ts'
import { Shell } from './shell/shell.tsx'

/** Search parameters stay texts: each page reads its own (kit/address). */
const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))
const stringifySearch = (search: Record<string, unknown>): string => {
  const texts = Object.entries(search).map(([name, value]) => [name, String(value)])
  const printed = new URLSearchParams(texts).toString()
  return printed === '' ? '' : `?${printed}`
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

const routes = FEATURES.map(({ path, page }) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(page, 'Page'),
    pendingComponent: () => <Loading what="the page" />,
    errorComponent: ({ error, reset }) => <Failed problem={asProblem(error)} retry={reset} />,
  }),
)

export const router = createRouter({
  routeTree: root.addChildren(routes),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
})

function NotFound() {
  const path = useRouterState({ select: state => state.location.pathname })
  return (
    <Page title="Not found">
      <Empty title={`There is no page ${path}`} action={<GoTo href="/">Go home</GoTo>} />
    </Page>
  )
}
