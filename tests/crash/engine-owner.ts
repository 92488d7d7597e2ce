/** A server's part in engine.test.ts: owns an engine, says its process id, appends until it is killed. */
import { silentLog, systemClock } from '#base'
import { openChdbEngine } from '#workspace'

const engine = await openChdbEngine({
  path: process.argv[2] ?? '',
  sessions: 4,
  clock: systemClock,
  log: silentLog,
})
await engine.command('CREATE TABLE IF NOT EXISTS default.numbers (n Int64) ENGINE = MergeTree ORDER BY n')
process.stdout.write(`${engine.health().pid}\n`)
const target = { database: 'default', table: 'numbers', columns: ['n'] }
for (let n = 0; ; n++) {
  await engine.insert(target, Buffer.from(`${n}\n`))
  process.stdout.write(`stored ${n}\n`)
}
