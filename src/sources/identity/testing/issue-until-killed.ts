/** Started as a process of its own: creates users with tokens and prints the id of each that was acknowledged. */
import { randomIds, silentLog, systemClock } from '#base'
import { openState } from '#state'
import { createIdentity } from '../create-identity.ts'
import { identityMigrations } from '../store.ts'
import { aRequest, idOf, ours } from './an-identity.ts'

const path = process.argv[2] ?? ''
const clock = systemClock
const state = openState({ path, migrations: identityMigrations, clock, log: silentLog })
const directory = { resource: () => ours, resourcesOf: () => [ours] }
const settings = { enforceLimits: false }
const identity = await createIdentity({ state, clock, ids: randomIds, directory, settings })
const create = identity.surfaces[0]?.routes.find(({ id }) => id === 'CreateIdentity')
while (create) {
  const body = { createTokenWithScopes: ['chat'] }
  const replies = Array.from({ length: 8 }, () => create.handle(aRequest(create, { body }, clock)))
  for (const reply of await Promise.all(replies)) process.stdout.write(`${idOf(reply)}\n`)
}
