/**
 * The portal in a real browser on a real server with a few played meetings: what every page's test starts from.
 * One server a test file; Chromium absent: the tests skip with how to install it.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { chromiumPath, FLAGS } from '../chat-browser.ts'
import { startServer } from '../server-process.ts'
import { copyPlayed } from './played-folder.ts'

export { chromiumPath, HOW_TO } from '../chat-browser.ts'

export interface PortalOptions {
  /** Whether meetings were played before; absent: an empty system. */
  readonly isPlayed?: boolean
  /** Flags of the server, as on the command line. */
  readonly flags?: readonly string[]
  /** Width of the window in CSS pixels; absent: 1440. */
  readonly width?: number
  /** More flags of Chromium. */
  readonly chromium?: readonly string[]
}

export type KqlRow = Readonly<Record<string, unknown>>

export interface Portal extends AsyncDisposable {
  readonly origin: string
  readonly httpOrigin: string
  /** PEM of the CA that clients beside the browser must trust. */
  readonly ca: string
  readonly folder: string
  readonly context: BrowserContext
  /** A page at a path, loaded. */
  open(path: string): Promise<Page>
  /** What the pages logged as errors, CSP violations included: expect none. */
  readonly errors: readonly string[]
  /** Asks the same KQL that a page asks, as Olivia of Contoso, over all time. */
  kql(text: string): Promise<readonly KqlRow[]>
  /** Moves the server's clock ahead. */
  advance(ms: number): Promise<void>
  /** Violations of axe that are serious or critical, as texts: expect none. */
  axe(page: Page): Promise<readonly string[]>
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const WORKSPACE = '10600000-0000-4000-8000-0000000000c0'

export async function aPortal(options: PortalOptions = {}): Promise<Portal> {
  const { isPlayed = false, flags = [], width = 1440, chromium: more = [] } = options
  const parent = await mkdtemp(join(tmpdir(), 'anteroom-portal-'))
  const folder = join(parent, 'data')
  if (isPlayed) await copyPlayed(folder)
  const server = await startServer(folder, flags)
  const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: [...FLAGS, ...more] })
  const context = await browser.newContext({ viewport: { width, height: 900 }, ignoreHTTPSErrors: true })
  const errors: string[] = []
  context.on('weberror', error => void errors.push(error.error().message))
  context.on('console', message => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`)
  })
  return {
    origin: server.origin,
    httpOrigin: server.httpOrigin,
    ca: server.ca,
    folder,
    context,
    errors,
    open: async path => {
      const page = await context.newPage()
      await page.goto(server.origin + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      return page
    },
    kql: text => askKql(context, server.origin, text),
    advance: async milliseconds => {
      const answer = await context.request.post(`${server.origin}/control/clock/:advance`, {
        headers: await signedIn(context, server.origin, 'https://anteroom.local/.default'),
        data: { milliseconds },
      })
      if (!answer.ok()) throw new Error(`the clock stays: ${await answer.text()}`)
    },
    axe: page => seriousProblems(page),
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await server[Symbol.asyncDispose]()
      await rm(parent, { recursive: true, force: true })
    },
  }
}

/** The header of Olivia of Contoso, who administers everything there. */
async function signedIn(context: BrowserContext, origin: string, scope: string) {
  const form = {
    grant_type: 'password',
    client_id: 'a9900000-0000-4000-8000-0000000000c1',
    username: 'olivia@contoso.example',
    password: 'none',
    scope,
  }
  const token = await (await context.request.post(`${origin}/contoso/oauth2/v2.0/token`, { form })).json()
  return { authorization: `Bearer ${token.access_token}` }
}

async function askKql(context: BrowserContext, origin: string, text: string): Promise<readonly KqlRow[]> {
  const answer = await context.request.post(`${origin}/v1/workspaces/${WORKSPACE}/query`, {
    headers: await signedIn(context, origin, 'https://api.loganalytics.io/.default'),
    data: { query: text },
  })
  const { tables, error } = await answer.json()
  if (!tables) throw new Error(`${text}: ${JSON.stringify(error)}`)
  const { columns, rows } = tables[0]
  return rows.map((row: readonly unknown[]) =>
    Object.fromEntries(columns.map(({ name }: { name: string }, i: number) => [name, row[i]])),
  )
}

interface Found {
  readonly impact: string
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly html: string }[]
}

async function seriousProblems(page: Page): Promise<readonly string[]> {
  // Evaluated, not added as a script: the page's CSP stays as it is.
  await page.evaluate(await readFile(AXE, 'utf8'))
  // Fluent's focus traps put hidden elements into the page that take focus on purpose.
  const run = "axe.run({ exclude: [['[data-tabster-dummy]']] })"
  const { violations } = (await page.evaluate(run)) as { violations: readonly Found[] }
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    )
}
