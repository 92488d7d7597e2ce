import { describe, expect, test } from 'vitest'
import { exposureProblem } from './exposure.ts'
import { settingsHelp } from './help.ts'
import { configPath, readSettings } from './read-settings.ts'
import { defaultSettings, flagOf, settingNames } from './table.ts'

const read = (flags: readonly string[] = [], env: Record<string, string> = {}, value?: unknown) =>
  readSettings({ flags, env, file: value === undefined ? undefined : { path: 'a.json', value } })

test('without anything every setting has its default', () => {
  expect(read()).toEqual({ kind: 'settings', settings: defaultSettings, rest: [], own: new Map() })
})

test('a flag wins over the environment, the environment over the file', () => {
  const file = { port: 1, httpPort: 1, retentionDays: 1 }
  const env = { ANTEROOM_PORT: '2', ANTEROOM_HTTP_PORT: '2' }
  expect(read(['--port', '3'], env, file)).toMatchObject({
    settings: { port: 3, httpPort: 2, retentionDays: 1 },
  })
})

test.each<[readonly string[], Record<string, unknown>]>([
  [['--port=0'], { port: 0 }],
  [['--host', '0.0.0.0, ::'], { host: ['0.0.0.0', '::'] }],
  [['--no-enforce-limits'], { enforceLimits: false }],
  [['--enforce-limits=false'], { enforceLimits: false }],
  [['--enforce-limits', 'query'], { enforceLimits: true }],
  [['--switches', 'redactIds=true,anonymousAs=none'], { switches: { redactIds: true, anonymousAs: 'none' } }],
  [['--config', 'x.json'], {}],
])('%j', (flags, settings) => {
  expect(read(flags)).toMatchObject({ kind: 'settings', settings })
})

test('what is no flag, and flags of its own, are left to the command', () => {
  const flags = ['print 1', '--port', '1', '--format', 'json']
  expect(readSettings({ flags, env: {}, ownFlags: [{ flag: '--format', value: '<how>' }] })).toMatchObject({
    rest: ['print 1'],
    own: new Map([['--format', 'json']]),
  })
})

test.each<[readonly string[], Record<string, string>, unknown, string]>([
  [['--port', 'abc'], {}, undefined, '--port: found "abc", expected a whole number from 0 to 65535.'],
  [['--port'], {}, undefined, '--port: a value is missing, expected a whole number from 0 to 65535.'],
  [['--prot', '1'], {}, undefined, '--prot: unknown setting; did you mean --port?'],
  [['--no-port', '1'], {}, undefined, '--no-port: unknown setting; did you mean --port?'],
  [
    [],
    { ANTEROOM_ENTRA: 'some' },
    undefined,
    'ANTEROOM_ENTRA: found "some", expected one of off, basic, strict.',
  ],
  [[], {}, { port: '7' }, 'a.json, port: found "7", expected a whole number from 0 to 65535.'],
  [[], {}, { prot: 7 }, 'a.json, prot: unknown setting; did you mean port?'],
  [[], {}, [], 'a.json: expected a JSON object.'],
  [
    ['--clickhouse', 'file:///x'],
    {},
    undefined,
    '--clickhouse: found "file:///x", expected an http or https URL.',
  ],
  [['--tls-cert', 'a.pem'], {}, undefined, '--tls-cert and --tls-key go together: give both or none.'],
])('%j %j %j is refused', (flags, env, file, problem) => {
  expect(read(flags, env, file)).toEqual({ kind: 'invalid', problems: [problem] })
})

test('the configuration file may be named; then it must be there', () => {
  expect(configPath({ flags: ['--config=x'], env: {} })).toEqual({ path: 'x', isRequired: true })
  expect(configPath({ flags: [], env: { ANTEROOM_CONFIG: 'y' } })).toEqual({ path: 'y', isRequired: true })
  expect(configPath({ flags: [], env: {} })).toEqual({ path: 'anteroom.config.json', isRequired: false })
})

test('the help has every setting', () => {
  for (const name of settingNames) expect(settingsHelp()).toContain(flagOf(name))
})

describe('beyond loopback', () => {
  const open = { host: ['0.0.0.0'], entra: 'strict' } as const
  test.each([
    ['loopback is always fine', { host: ['127.0.0.1', '::1'], entra: 'off' } as const, ['a'], undefined],
    ['own secrets and strict tokens are fine', open, [], undefined],
    ['published secrets are refused', open, ['contoso-acs'], /secrets of contoso-acs are published/],
    [
      'unsigned tokens are refused',
      { ...open, entra: 'basic' } as const,
      [],
      /believes tokens that nobody signed/,
    ],
  ])('%s', (_, settings, published, message) => {
    const problem = exposureProblem(settings, published)
    if (message) expect(problem?.message).toMatch(message)
    else expect(problem).toBeUndefined()
  })
})

test('a flag of the command without a value is a switch', () => {
  const ownFlags = [{ flag: '--explain', value: '' }]
  expect(readSettings({ flags: ['--explain', 'print 1'], env: {}, ownFlags })).toMatchObject({
    rest: ['print 1'],
    own: new Map([['--explain', 'true']]),
  })
})
