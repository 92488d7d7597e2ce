/**
 * Writes docs/configuration.md and docs/generated/seed.schema.json from the tables of settings, seeds and meeting settings;
 * with `--check` fails when one is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { knownWorld, meetingSettingRows, SeedSchema } from '#directory'
import { settingsTable } from '#server'

/** File → text, as it should be. */
export const configurationDocs = (): Readonly<Record<string, string>> => ({
  'docs/configuration.md': configurationDoc(),
  'docs/generated/seed.schema.json': `${JSON.stringify({ title: 'A world to start Anteroom with', ...SeedSchema }, undefined, 2)}\n`,
})

const configurationDoc = (): string =>
  [
    '# Configuration',
    '',
    'Written by `node tools/generate-configuration-doc.ts` from the tables in `src/server/settings` and `src/directory`.',
    '',
    SETTINGS,
    ...table(settingsTable()),
    '',
    TRUST,
    CALLERS,
    WORLD,
    ...knownWorldTable(),
    '',
    SEED,
    ...meetingSettingsTable(),
    '',
  ].join('\n')

const SETTINGS = `## Settings

Every setting has a flag, an environment variable and a line in \`anteroom.config.json\` (another file: \`--config\` or
\`ANTEROOM_CONFIG\`). The flag wins, then the environment, then the file. What is misspelt or out of range stops the
start with the place it came from.
`

const TRUST = [
  '## Who is believed',
  '',
  ...table([
    ['caller', 'how it is checked'],
    [
      'access key (HMAC)',
      'in full: signature over the query as sent or as JavaScript clients print it, body hash, date within 15 minutes; the key tells the resource',
    ],
    ['user access token', 'in full: signature, expiry, revocation'],
    [
      'Entra bearer, `--entra off`',
      'not at all: any text is the first tenant, unless it is a token that names one',
    ],
    ['Entra bearer, `basic`', 'a JWT with `exp`, `nbf` and an audience of the surface; not its signature'],
    [
      'Entra bearer, `strict`',
      'also the signature, by the built-in token service or by the keys at `--entra-keys-url`, and a known tenant',
    ],
  ]),
  '',
].join('\n')

const CALLERS = `An Entra caller of the Communication Services data plane means the resource of its app registration, else the first
resource of its tenant; nothing in such a request names one.

**Whose data.** Logs, metrics and \`/live\` give a caller what belongs to the tenant of its token, and 403 for the rest; the
tenant of the first workspace is the operator's and reads everything. With \`--entra off\` nobody is asked.

**Tokens.** \`POST /{tenant}/oauth2/v2.0/token\` gives tokens for client credentials, and on loopback for test users
(\`grant_type=password\`, any password). For \`ClientSecretCredential\` set \`authorityHost\` to the HTTPS origin and
\`disableInstanceDiscovery: true\`. \`ManagedIdentityCredential\` and \`DefaultAzureCredential\` need only
\`IDENTITY_ENDPOINT=http://localhost:7080/msi/token\` and any \`IDENTITY_HEADER\`.

**TLS.** The first start makes a certificate authority in \`tls/\` of the data folder and keeps it for ten years, so it is
trusted once: \`NODE_EXTRA_CA_CERTS=.anteroom/tls/ca.pem\` (Node), \`REQUESTS_CA_BUNDLE\` (Python), \`SSL_CERT_FILE\` (.NET on
Linux, Go). It can be fetched from \`http://localhost:7080/ca.pem\`. The server's own certificate renews itself.

**Beyond loopback.** \`--host 0.0.0.0\` is refused while secrets are published or tokens go unchecked: add
\`--entra strict\` and \`--keys random\` (or a seed with secrets of your own), and \`--names\` for what others call the machine.
The HTTP port stays on loopback.
`

const WORLD = `## The known world

A first start without \`--seed\` makes this world, the same everywhere. Its keys and client secrets are published: in
\`src/directory/known-world.ts\`, and the first key in what the start prints.
`

const SEED = `## A world of your own

\`--seed world.json\` ([schema](generated/seed.schema.json)) takes the place of the known world on a first start and adds
to what is there on later ones. Things are known by their names, so one file can be given every time. Ids and keys
that it leaves out are made once and kept.

\`\`\`json
{
  "$schema": "./docs/generated/seed.schema.json",
  "tenants": [{ "name": "Contoso", "trusts": ["Fabrikam"] }, { "name": "Fabrikam" }],
  "users": [{ "tenant": "Contoso", "userPrincipalName": "olivia@contoso.example" }],
  "resources": [{ "name": "contoso-acs", "tenant": "Contoso", "dataLocation": "europe" }],
  "workspaces": [{ "name": "contoso-logs", "tenant": "Contoso" }],
  "apps": [
    { "name": "ci", "tenant": "Contoso", "clientSecret": "at-least-16-characters", "resource": "contoso-acs" }
  ],
  "policies": [
    { "tenant": "Contoso", "settings": { "EnableAcsUsers": true } },
    { "tenant": "Contoso", "user": "olivia@contoso.example", "settings": { "AutoAdmittedUsers": "Everyone" } }
  ]
}
\`\`\`

Meeting settings for \`policies\`; those of a meeting or external-access policy may be given to one \`user\` (the organizer),
who then differs from the tenant:
`

function knownWorldTable(): readonly string[] {
  const { tenants, users, resources, workspaces, apps } = knownWorld
  return table([
    ['what', 'name', 'tenant', 'id'],
    ...tenants.map(({ name, id }) => ['tenant', name, '', id]),
    ...users.map(({ userPrincipalName, tenant, id }) => ['user', userPrincipalName, tenant, id]),
    ...resources.map(({ name, tenant, immutableResourceId }) => [
      'resource',
      name,
      tenant,
      immutableResourceId,
    ]),
    ...workspaces.map(({ name, tenant, id }) => ['workspace', name, tenant, id]),
    ...apps.map(({ name, tenant, clientId }) => ['app registration', name, tenant, clientId]),
  ])
}

function meetingSettingsTable(): readonly string[] {
  const rows = Object.entries(meetingSettingRows).map(([name, { home, fallback, ...row }]) => {
    const values =
      'oneOf' in row && row.oneOf ? row.oneOf.map(value => value || '(empty)').join(', ') : kindOf(fallback)
    return [`\`${name}\``, home, values, fallback.toString() || '(empty)']
  })
  return table([['setting', 'belongs to', 'values', 'default'], ...rows])
}

const kindOf = (fallback: unknown): string =>
  typeof fallback === 'boolean' ? 'true, false' : 'immutable resource ids'

/** Columns padded to their widest cell, as the formatter of this repository writes tables. */
function table([head = [], ...rows]: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map(row => row[i]?.length ?? 0)))
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0, fill)).join(' | ')} |`
  const rule = line(
    head.map(() => ''),
    '-',
  )
  return [line(head), rule, ...rows.map(row => line(row))]
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(configurationDocs())) {
    if (!process.argv.includes('--check')) writeFileSync(path, text)
    else if (readFileSync(path, 'utf8') !== text) {
      console.error(`${path} is out of date: run node tools/generate-configuration-doc.ts`)
      process.exitCode = 1
    }
  }
}
