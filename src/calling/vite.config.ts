/** The drop-in for the calling SDK: one ES module that the server sends, and that bundlers take by an alias. */
import { defineConfig } from 'vite'

/** Makes the folder a package: with its types, whose own imports are names of ours. */
const PACKAGE = {
  name: 'anteroom-calling',
  private: true,
  type: 'module',
  exports: {
    '.': { types: './types/calling/sdk/index.d.ts', default: './calling.js' },
    './effects': { types: './types/calling/sdk/effects.d.ts', default: './effects.js' },
  },
  imports: {
    '#base': './types/base/index.d.ts',
    '#records': './types/records/index.d.ts',
    '#sources/meetings/client': './types/sources/meetings/client.d.ts',
  },
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    {
      name: 'package',
      generateBundle() {
        const source = JSON.stringify(PACKAGE, null, 2)
        this.emitFile({ type: 'asset', fileName: 'package.json', source })
      },
    },
  ],
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
