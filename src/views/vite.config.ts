/** The portal and the join page: two pages, one build, served from `dist/views` by the server. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/views/',
  plugins: [react()],
  // The Kusto service was written for Node as well.
  define: { global: 'globalThis' },
  build: {
    outDir: '../../dist/views',
    emptyOutDir: true,
    target: 'es2024',
    // The editor and the charts are big and come only where they are used; the first screen's budget is in DESIGN.
    chunkSizeWarningLimit: 6000,
    rolldownOptions: {
      input: ['src/views/portal.html', 'src/views/meet.html'],
      // The kit only exports: what the first screen doesn't use of it comes with the page that does.
      treeshake: { moduleSideEffects: id => !id.includes('/views/kit/') },
    },
  },
})
