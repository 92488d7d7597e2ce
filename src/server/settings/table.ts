/** Every setting, once: from this table come its flag, its environment variable, its line in the file, and the help. */
import {
  choice,
  type Kind,
  object,
  objects,
  pairs,
  requiredText,
  text,
  texts,
  url,
  whole,
  yesOrNo,
} from './kinds.ts'

interface SettingRow<Value> {
  readonly group: 'Where' | 'Trust' | 'World' | 'Records' | 'Media' | 'Limits'
  readonly kind: Kind<Value>
  readonly fallback: Value
  readonly help: string
}

const row = <Value>(
  group: SettingRow<Value>['group'],
  kind: Kind<Value>,
  { fallback, help }: { readonly fallback: NoInfer<Value>; readonly help: string },
): SettingRow<Value> => ({ group, kind, fallback, help })

export const settingRows = {
  data: row('Where', requiredText('a folder', '<folder>'), {
    fallback: '.anteroom',
    help: 'Folder for everything that is kept.',
  }),
  host: row('Where', texts('IP addresses', '<address,…>'), {
    fallback: ['127.0.0.1', '::1'],
    help: 'Addresses of the HTTPS port. Beyond loopback it wants --entra strict and secrets of your own.',
  }),
  port: row('Where', whole(0, 65_535), { fallback: 7443, help: 'HTTPS port; 0 takes any free one.' }),
  httpPort: row('Where', whole(0, 65_535), {
    fallback: 7080,
    help: 'Plain HTTP port, always on loopback: health, CA, managed identity, key-signed clients.',
  }),
  names: row('Where', texts('host names or IP addresses', '<name,…>'), {
    fallback: [],
    help: 'Further names of this server: they go into its certificate, and only own names are answered.',
  }),
  tlsCert: row('Trust', text('the path of a PEM file', '<file>'), {
    fallback: undefined,
    help: 'Certificate (with its chain) to use instead of our own; goes with --tls-key.',
  }),
  tlsKey: row('Trust', text('the path of a PEM file', '<file>'), {
    fallback: undefined,
    help: 'Private key of --tls-cert.',
  }),
  entra: row('Trust', choice(['off', 'basic', 'strict']), {
    fallback: 'basic',
    help: 'Bearer tokens: off believes any; basic checks shape, times, audience, tenant; strict also the signature.',
  }),
  entraKeysUrl: row('Trust', url('<url>'), {
    fallback: undefined,
    help: 'jwks_uri of a further issuer that strict trusts beside the built-in token service.',
  }),
  allowedOrigins: row('Trust', texts('web origins', '<origin,…>'), {
    fallback: [],
    help: 'Pages that may call from a browser, beside those of this machine.',
  }),
  controlKey: row('Trust', text('a text of your own', '<key>'), {
    fallback: undefined,
    help: 'Lets control for tests (/control) in where others can reach this server; without it, it is shut there.',
  }),
  keys: row('World', choice(['published', 'random']), {
    fallback: 'published',
    help: 'random: replaces the published access keys and client secrets of the known world, for good.',
  }),
  seed: row('World', text('the path of a JSON file', '<file>'), {
    fallback: undefined,
    help: 'Tenants, users, resources and policies to add; on a first start instead of the known world.',
  }),
  teamsLabels: row('World', choice(['anonymous', 'names']), {
    fallback: 'anonymous',
    help: 'What Teams administrators see of external users: Anonymous user, as in Teams, or the name they typed.',
  }),
  region: row('World', text('a name', '<name>'), {
    fallback: undefined,
    help: 'The region this server stands in, as call quality shows it.',
  }),
  lobbyMinutes: row('World', whole(1, 1440), {
    fallback: 30,
    help: 'After how many minutes in the lobby nobody lets one in any more (5855).',
  }),
  meetingChat: row('World', choice(['works', 'refused']), {
    fallback: 'works',
    help: 'refused: 403 for external users in meeting chat, as real deployments answer since August 2026.',
  }),
  guests: row('World', choice(['loopback', 'on', 'off']), {
    fallback: 'loopback',
    help: 'Whether /meet gives guests an identity of a resource; loopback: where nobody else reaches this server.',
  }),
  switches: row('Records', pairs, {
    fallback: {},
    help: 'How to read what the documents leave open (A1 to A15, see docs/policy.md).',
  }),
  latency: row('Records', choice(['none', 'realistic']), {
    fallback: 'none',
    help: 'realistic: rows arrive as late as they do in Azure.',
  }),
  retentionDays: row('Records', whole(1, 4383), {
    fallback: 90,
    help: 'How many days the workspace keeps rows.',
  }),
  tableRetentionDays: row('Records', pairs, {
    fallback: {},
    help: 'Other days for single tables: ACSCallDiagnostics=30,ACSCallSummary=730.',
  }),
  backfillDays: row('Records', whole(0, 90), {
    fallback: 7,
    help: 'How many past days a new diagnostic setting may ask for (backfillDays); 0 keeps none.',
  }),
  backfillMegabytes: row('Records', whole(1, 65_536), {
    fallback: 256,
    help: 'Room for those days on disk; the oldest records go first.',
  }),
  destinations: row('Records', object('an object of destinations (JSON)'), {
    fallback: undefined,
    help: 'The storage accounts, hubs and partners that diagnostic settings name: docs/destinations.md.',
  }),
  smtp: row('Records', object('an object that names a mail server (JSON)'), {
    fallback: undefined,
    help: 'Who sends the e-mails of alerts: {"host":"…","from":"…"}, docs/alerts.md.',
  }),
  alertSecret: row('Records', text('a text of your own', '<key>'), {
    fallback: undefined,
    help: 'Signs the webhooks of alerts (Standard Webhooks); without it they are not signed.',
  }),
  clickhouse: row('Records', url('<url>'), {
    fallback: undefined,
    help: 'A ClickHouse server for the workspace instead of the built-in engine.',
  }),
  media: row('Media', yesOrNo, {
    fallback: true,
    help: 'Real calls between browsers; without, only signalling and simulated media.',
  }),
  mediaPort: row('Media', whole(0, 65_535), {
    fallback: 7478,
    help: 'UDP port of the media of all calls, opened by the first of them; 0 takes any free one.',
  }),
  mediaHost: row('Media', requiredText('an IP address', '<address>'), {
    fallback: '127.0.0.1',
    help: 'Address of that port: one that browsers can reach, or one that a NAT leads to.',
  }),
  mediaPublicAddresses: row('Media', texts('IP addresses', '<address,…>'), {
    fallback: [],
    help: 'Addresses of the NAT that passes that port on: clients are told them too.',
  }),
  mediaEngine: row('Media', choice(['node-datachannel', 'werift']), {
    fallback: 'node-datachannel',
    help: 'Who carries media: werift needs no native code and costs more.',
  }),
  mediaSlots: row('Media', pairs, {
    fallback: {},
    help: 'How many streams one receives at most: audio=4,video=9,screen=1.',
  }),
  iceServers: row('Media', objects('a list of STUN and TURN servers as browsers take it (JSON)'), {
    fallback: [],
    help: 'Told to clients, for networks that block UDP: [{"urls":["turn:…"],"username":"…","credential":"…"}].',
  }),
  badNetwork: row('Media', choice(['loopback', 'on', 'off']), {
    fallback: 'loopback',
    help: 'Whether clients may have their own network made bad; loopback: where nobody else reaches this server.',
  }),
  enforceLimits: row('Limits', yesOrNo, {
    fallback: true,
    help: 'Answer 429 where Azure would; off for load tests.',
  }),
  maxBodyKilobytes: row('Limits', whole(1, 102_400), {
    fallback: 1024,
    help: 'Largest request body, also after unpacking.',
  }),
  logLevel: row('Limits', choice(['debug', 'info', 'warn', 'error', 'silent']), {
    fallback: 'warn',
    help: 'What goes to the log (standard error, one JSON object a line).',
  }),
} as const

type Rows = typeof settingRows
export type SettingName = keyof Rows
export type Settings = {
  readonly [Name in SettingName]: Rows[Name] extends SettingRow<infer Value> ? Value : never
}

/** The file that is read when no other is named. */
export const DEFAULT_CONFIG = 'anteroom.config.json'

// Sound: the keys of an object literal are its names.
export const settingNames = Object.keys(settingRows) as readonly SettingName[]
export const rowOf = (name: SettingName): SettingRow<unknown> => settingRows[name] as SettingRow<unknown>

/** `httpPort` → `--http-port` */
export const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`

/** `httpPort` → `ANTEROOM_HTTP_PORT` */
export const variableOf = (name: string): string =>
  `ANTEROOM${flagOf(name).slice(1).replaceAll('-', '_').toUpperCase()}`

export const defaultSettings: Settings = Object.fromEntries(
  settingNames.map(name => [name, rowOf(name).fallback]),
) as Settings
