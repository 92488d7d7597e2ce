/**
 * The official chat client in a real browser: Chromium, with a page that has the client and nothing else. Where no
 * Chromium is installed, `chromium()` gives undefined and the tests skip with how to install it.
 */
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium as engine, type Page } from 'playwright-core'
import { build } from 'vite'

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export const chromiumPath = PLACES.find(place => place !== undefined && existsSync(place))

export const HOW_TO = 'no Chromium: `apt-get install chromium`, or its path in the variable CHROMIUM'

export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What the page tells of one event. */
export interface Heard {
  readonly name: string
  /** As JSON: dates are texts. */
  readonly event: Readonly<Record<string, unknown>>
}

export interface ChatBrowser extends AsyncDisposable {
  /** Another device: a page of its own with that user's client, connected. */
  device(endpoint: string, token: string): Promise<Device>
}

export interface Device {
  readonly page: Page
  /** Everything heard so far. */
  heard(): Promise<readonly Heard[]>
  /** Waits until so many events of that name were heard; gives the last. */
  hears(name: string, times?: number): Promise<Heard['event']>
}

const ENTRY = `
import { ChatClient } from '@azure/communication-chat'
import { AzureCommunicationTokenCredential } from '@azure/communication-common'
const NAMES = ['realTimeNotificationConnected', 'realTimeNotificationDisconnected', 'chatMessageReceived',
  'chatMessageEdited', 'chatMessageDeleted', 'typingIndicatorReceived', 'readReceiptReceived', 'chatThreadCreated',
  'chatThreadDeleted', 'chatThreadPropertiesUpdated', 'participantsAdded', 'participantsRemoved']
globalThis.heard = []
globalThis.connect = async (endpoint, token) => {
  const client = new ChatClient(endpoint, new AzureCommunicationTokenCredential(token))
  globalThis.client = client
  await client.startRealtimeNotifications()
  for (const name of NAMES) client.on(name, event => globalThis.heard.push({ name, event: event ?? {} }))
}
`

export async function startChatBrowser(): Promise<ChatBrowser> {
  const script = await bundled()
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(
      isScript ? script : '<!doctype html><title>chat</title><script type="module" src="/page.js"></script>',
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = `http://localhost:${(server.address() as AddressInfo).port}/`
  const browser = await engine.launch({ executablePath: chromiumPath ?? '', args: FLAGS })
  return {
    device: (endpoint, token) => openDevice(browser, { address, endpoint, token }),
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** The client as a web app would bundle it. */
async function bundled(): Promise<string> {
  const id = 'virtual:chat-page'
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'chat-page',
        resolveId: source => (source === id ? id : undefined),
        load: source => (source === id ? ENTRY : undefined),
      },
    ],
    build: { write: false, minify: false, rolldownOptions: { input: id } },
  })
  const [first] = [result].flat()
  const chunk = first && 'output' in first ? first.output.find(part => part.type === 'chunk') : undefined
  if (chunk?.type !== 'chunk') throw new Error('the page did not build')
  return chunk.code
}

interface Opening {
  readonly address: string
  readonly endpoint: string
  readonly token: string
}

async function openDevice(browser: Browser, { address, endpoint, token }: Opening): Promise<Device> {
  // The test server's own certificate authority is not installed in this browser.
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await page.goto(address)
  await page.waitForFunction('globalThis.connect !== undefined')
  await page.evaluate(`connect(${JSON.stringify(endpoint)}, ${JSON.stringify(token)})`)
  const heard = async () =>
    JSON.parse(await page.evaluate<string>('JSON.stringify(heard)')) as readonly Heard[]
  const hears = async (name: string, times = 1) => {
    const found = `heard.filter(one => one.name === ${JSON.stringify(name)})`
    await page.waitForFunction(`${found}.length >= ${times}`, undefined, { timeout: 20_000 })
    return JSON.parse(await page.evaluate<string>(`JSON.stringify(${found}.at(-1).event)`)) as Heard['event']
  }
  const device = { page, heard, hears }
  await hears('realTimeNotificationConnected')
  return device
}
