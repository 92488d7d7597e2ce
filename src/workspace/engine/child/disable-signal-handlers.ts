/**
 * chDB installs handlers for SIGSEGV and its like that leave a crashed process hanging for ever. Switched off before
 * the first session, a crash ends the process, which the server sees and repairs.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { DataType, load, open } from 'ffi-rs'

const ENGINE_PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@chdb/lib-linux-x64-gnu',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'darwin-arm64': '@chdb/lib-darwin-arm64',
}

/** Throws when there is no engine for this platform. */
export function disableSignalHandlers(): void {
  open({ library: 'chdb', path: engineLibrary() })
  load({
    library: 'chdb',
    funcName: 'chdb_set_signal_handlers_enabled',
    retType: DataType.Void,
    paramsType: [DataType.I32],
    paramsValue: [0],
  })
}

/** The path of libchdb.so in this platform's package. */
export function engineLibrary(): string {
  const platform = `${process.platform}-${process.arch}`
  const name = ENGINE_PACKAGES[platform]
  if (!name) throw new Error(`The embedded engine does not exist for ${platform}; use a ClickHouse by URL.`)
  // The platform's package is a dependency of chdb, so it is found from there.
  const fromChdb = createRequire(createRequire(import.meta.url).resolve('chdb'))
  return join(dirname(fromChdb.resolve(name)), 'libchdb.so')
}
