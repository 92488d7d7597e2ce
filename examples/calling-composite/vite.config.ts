/** The whole difference to an app on Azure: two aliases. Without them it runs on the real SDK. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const built = process.env.ANTEROOM_CALLING ?? fileURLToPath(new URL('../../dist/calling', import.meta.url))

export default defineConfig({
  resolve: {
    alias: {
      '@azure/communication-calling-effects': `${built}/effects.js`,
      '@azure/communication-calling': `${built}/calling.js`,
    },
    dedupe: ['react', 'react-dom'],
  },
  server: { fs: { strict: false } },
  build: { target: 'es2022', chunkSizeWarningLimit: 6000 },
})
