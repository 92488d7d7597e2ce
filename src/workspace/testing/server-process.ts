/**
 * A ClickHouse server made from the embedded engine's library, for tests of the transport over HTTP: the library is a
 * whole `clickhouse local`, which can listen. Unauthenticated, so on a loopback address only.
 * Usage: node server-process.ts <directory> <http port>
 */
import { DataType, load, open } from 'ffi-rs'
import { engineLibrary } from '../engine/child/disable-signal-handlers.ts'

const [, , path, port] = process.argv

/** Keeps the process in its main statement for years; the listener answers beside it. */
const LISTEN = `SYSTEM START LISTEN HTTP; SELECT sleepEachRow(3) FROM numbers(100000000)
  SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0 FORMAT Null`

const argv = [
  'clickhouse',
  `--path=${path}`,
  `--http_port=${port}`,
  '--listen_host=127.0.0.1',
  '--query',
  LISTEN,
]

open({ library: 'chdb', path: engineLibrary() })
load({
  library: 'chdb',
  funcName: 'query_stable_v2',
  retType: DataType.Void,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [argv.length, argv],
})
