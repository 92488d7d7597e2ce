import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem, SessionProvider, ThemeProvider, ZoneProvider } from '#views/kit'
import { fetchAhead } from './fetch-ahead.ts'
import { router } from './router.tsx'

/** What was refused once is refused again: only an unreachable server and its own faults are asked again. */
const isWorthRetrying = (failures: number, error: Error): boolean =>
  failures < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 500)

const queries = new QueryClient({
  defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 10_000, refetchOnWindowFocus: false } },
})

const place = document.getElementById('root')
if (!place) throw new Error('portal.html has no element #root.')
createRoot(place).render(
  <StrictMode>
    <ThemeProvider>
      <QueryClientProvider client={queries}>
        <ZoneProvider>
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </ZoneProvider>
      </QueryClientProvider>
    </ThemeProvider>
  </StrictMode>,
)

fetchAhead(queries)
