/** The drop-in for the calling SDK: one ES module that the server sends, and that bundlers take by an alias. */
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: '../../dist/calling',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    minify: false,
    lib: {
      formats: ['es'],
      entry: { calling: 'sdk/index.ts', effects: 'sdk/effects.ts' },
      fileName: (_format, name) => `${name}.js`,
    },
  },
})
