/**
 * Loads Microsoft's parser. The package is C# compiled to scripts that export nothing and put three globals in
 * place, `bridge` first; loading takes about 0.3 s and the first parse 1 to 2 s, so the worker does both at boot.
 */
import { createRequire } from 'node:module'
import type { MsPackage } from './facade.ts'

const require = createRequire(import.meta.url)

export function loadParser(): MsPackage {
  require('@kusto/language-service-next/bridge.min.js')
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js')
  // The scripts above have just defined them; facade.ts says which members are there.
  return globalThis as unknown as MsPackage
}
