/** A server's part in recovery.test.ts: people join a group call one after the other; each is told of before the next. */
import { asAcs, startService } from './service.ts'

const groupId = 'f0000000-0000-4000-8000-000000000002'
const service = await startService({ path: process.argv[2] ?? '' })
for (let i = 0; ; i++) {
  const client = await service.connect(asAcs(`user${i}`))
  process.stdout.write(`${await client.join({ groupId })}\n`)
}
