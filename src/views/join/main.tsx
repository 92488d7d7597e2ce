import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Empty, ThemeProvider } from '#views/kit'

const place = document.getElementById('root')
if (!place) throw new Error('meet.html has no element #root.')
createRoot(place).render(
  <StrictMode>
    <ThemeProvider>
      <Empty title="Joining from the browser comes with the media plane." />
    </ThemeProvider>
  </StrictMode>,
)
