import { expect, test } from 'vitest'
import { mismatchText, systemClock } from '#base'
import { parseDestinations } from './configuration.ts'
import { destinationsFrom } from './destinations-from.ts'

const GROUP = '/subscriptions/s/resourceGroups/g/providers'
const STORAGE = `${GROUP}/Microsoft.Storage/storageAccounts/Logs`
const HUBS = `${GROUP}/Microsoft.EventHub/namespaces/hubs`
const storageString =
  'DefaultEndpointsProtocol=http;AccountName=logs;AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:10000/logs'
const hubString = 'Endpoint=sb://127.0.0.1;SharedAccessKeyName=n;SharedAccessKey=s3cret'

const whole = {
  storageAccounts: { [STORAGE]: { connectionString: { env: 'STORAGE' } } },
  eventHubNamespaces: { [HUBS]: { connectionString: hubString, hubs: ['All-Logs'] } },
  partners: {
    SIEM: { kind: 'webhook', url: 'https://siem.example/hook', secret: { env: 'HOOK' } },
    collector: { kind: 'otlp', url: 'http://127.0.0.1:4318', headers: { authorization: { env: 'HOOK' } } },
    bus: {
      kind: 'kafka',
      brokers: ['127.0.0.1:9092'],
      sasl: { mechanism: 'PLAIN', username: 'u', password: 'p' },
    },
    archive: { kind: 'file', folder: './logs' },
  },
}
const env = (name: string) => ({ STORAGE: storageString, HOOK: 'whsec_aHVzaA==' })[name]

test('every destination has the name that settings use, in lower case, and secrets come from the environment', async () => {
  const parsed = await parseDestinations(whole, env)
  if (parsed.kind === 'invalid') throw new Error(parsed.problems.map(mismatchText).join('\n'))
  expect(parsed.config.storageAccounts.get(STORAGE.toLowerCase())?.connectionString).toBe(storageString)
  const opened = await destinationsFrom(whole, { clock: systemClock, env })
  const destinations = opened.kind === 'destinations' ? opened.destinations : []
  expect(destinations.map(({ kind, name }) => [kind, name])).toEqual([
    ['storage', STORAGE.toLowerCase()],
    ['eventHub', HUBS.toLowerCase()],
    ['eventHub', `${HUBS.toLowerCase()}/eventhubs/all-logs`],
    ['partner', 'siem'],
    ['partner', 'collector'],
    ['partner', 'bus'],
    ['partner', 'archive'],
  ])
  await Promise.all(destinations.map(destination => destination.close?.()))
})

test('without a configuration there are none', async () => {
  const opened = await destinationsFrom(undefined, { clock: systemClock, env })
  expect(opened).toEqual({ kind: 'destinations', destinations: [] })
})

test.each<[string, unknown, RegExp]>([
  ['a misspelt member', { storage: {} }, /\/storage: found a member of that name, expected no such member/],
  [
    'an unknown kind',
    { partners: { a: { kind: 'ftp' } } },
    /\/partners\/a\/kind: found "ftp", expected one of webhook, otlp/,
  ],
  ['no kind', { partners: { a: {} } }, /\/partners\/a\/kind: found nothing/],
  [
    'a webhook without a secret',
    { partners: { a: { kind: 'webhook', url: 'http://a' } } },
    /\/partners\/a\/secret: found nothing/,
  ],
  [
    'a variable that is not set',
    { partners: { a: { kind: 'webhook', url: 'http://a', secret: { env: 'NONE' } } } },
    /\/partners\/a\/secret: found no such variable, expected NONE in the environment/,
  ],
  [
    'a name that is no ARM id',
    { storageAccounts: { logs: { connectionString: storageString } } },
    /expected the ARM id of a storage account/,
  ],
  [
    'a string of another service',
    { storageAccounts: { [STORAGE]: { connectionString: 'Endpoint=sb://s3cret' } } },
    /connectionString: found a string of 20 characters, expected the connection string of a storage account/,
  ],
  [
    'a hub string without a key',
    { eventHubNamespaces: { [HUBS]: { connectionString: 'Endpoint=sb://s3cret' } } },
    /expected the connection string of an event hub namespace/,
  ],
  [
    'one name twice',
    { partners: { a: { kind: 'file', folder: 'f' }, A: { kind: 'file', folder: 'f' } } },
    /"A" a second time/,
  ],
])('%s is refused, and no secret is repeated', async (_, value, message) => {
  const read = await destinationsFrom(value, { clock: systemClock, env })
  const text = read.kind === 'invalid' ? read.problems.map(mismatchText).join('\n') : 'accepted'
  expect(text).toMatch(message)
  expect(text).not.toContain('s3cret')
})
