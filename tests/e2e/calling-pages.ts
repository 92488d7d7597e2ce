/** Pages with an app for the calling SDK, bundled with the product's module in its place. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { CALLING_APP } from './calling-app.ts'
import { chromiumPath, FLAGS } from './chat-browser.ts'
import { MEDIA_FLAGS } from './media-people.ts'

/** What the app on a page has seen. */
interface Reported {
  readonly send: readonly Record<string, unknown>[]
  readonly receive: readonly { readonly bitrate?: number }[]
}

export interface Look {
  readonly states: readonly string[]
  readonly people: readonly string[]
  readonly lobby: readonly string[]
  readonly environment: { readonly environment: { readonly browser: string } }
  readonly isSameManager: boolean
  readonly permission: { readonly audio: boolean; readonly video: boolean }
  readonly incoming?: string
  readonly gone?: { readonly code: number; readonly subCode: number }
  readonly end?: { readonly code: number; readonly subCode: number }
  readonly id?: string
  readonly threadId?: string
  readonly participantId?: string
  readonly role?: string
  readonly isMuted?: boolean
  readonly isScreenSharingOn?: boolean
  readonly canShare?: boolean
  readonly calls: number
  readonly statistics: number
  readonly diagnostics: readonly { readonly diagnostic: string; readonly value: number | boolean }[]
  /** As the statistics of the call report it. */
  readonly report?: { readonly audio: Reported; readonly video: Reported }
  /** Size of what is shown, by `<name>/<Video|ScreenSharing>`; null before the first picture. */
  readonly pictures: Readonly<Record<string, string | null>>
}

export interface AppPage {
  readonly page: Page
  look(): Promise<Look>
  /** Calls a function of the app. */
  run<Result = void>(name: string, ...args: readonly unknown[]): Promise<Result>
}

export interface CallingPages extends AsyncDisposable {
  open(origin: string, token: string, displayName: string): Promise<AppPage>
}

export async function callingPages(): Promise<CallingPages> {
  const script = await bundled()
  const server = createServer((request, response) => {
    const isScript = request.url === '/app.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(
      isScript ? script : '<!doctype html><title>app</title><script type="module" src="/app.js"></script>',
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = `http://localhost:${(server.address() as AddressInfo).port}/`
  const browser = await chromium.launch({
    executablePath: chromiumPath ?? '',
    args: [...FLAGS, ...MEDIA_FLAGS],
  })
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  return {
    open: async (origin, token, displayName) => {
      const app = await openApp(context, address)
      await app.run('start', origin, token, displayName)
      return app
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function openApp(context: BrowserContext, address: string): Promise<AppPage> {
  const page = await context.newPage()
  await page.addInitScript(COUNT_OPEN)
  await page.goto(address)
  await page.waitForFunction('globalThis.look !== undefined')
  const run = async <Result>(name: string, ...args: readonly unknown[]): Promise<Result> =>
    // As JSON: what an app holds is full of elements and objects that live.
    JSON.parse(
      await page.evaluate<string>(
        `(async () => JSON.stringify((await globalThis.${name}(...${JSON.stringify(args)})) ?? null))()`,
      ),
    ) as Result
  return { page, run, look: () => run<Look>('look') }
}

/** What a page holds open: `openConnections()` gives the numbers. */
const COUNT_OPEN = `
  const made = { peers: [], sockets: [] }
  const { RTCPeerConnection: Peer, WebSocket: Socket } = globalThis
  globalThis.RTCPeerConnection = class extends Peer { constructor(...args) { super(...args); made.peers.push(this) } }
  globalThis.WebSocket = class extends Socket { constructor(...args) { super(...args); made.sockets.push(this) } }
  globalThis.openConnections = () => ({
    peers: made.peers.filter(one => one.signalingState !== 'closed').length,
    sockets: made.sockets.filter(one => one.readyState <= 1).length,
    cameras: document.querySelectorAll('video').length,
  })
  // Beside the SDK, which has no such thing: the connections without a call refuse it.
  globalThis.badNetwork = (up, down) =>
    made.sockets.filter(one => one.readyState === 1).forEach(one => one.send(JSON.stringify({ type: 'badNetwork', up, down })))
  // As a network would: a code that says neither farewell nor going away.
  globalThis.breakSockets = () => made.sockets.forEach(one => one.close(4000))
`

const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url))

async function bundled(): Promise<string> {
  const id = 'virtual:calling-app'
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'calling-app',
        resolveId: wanted => (wanted === id ? id : undefined),
        load: wanted => (wanted === id ? CALLING_APP : undefined),
      },
    ],
    resolve: { alias: { '@azure/communication-calling': source('calling/sdk/index.ts') } },
    build: { write: false, minify: false, target: 'esnext', rolldownOptions: { input: id } },
  })
  const [first] = [result].flat()
  const chunk = first && 'output' in first ? first.output.find(part => part.type === 'chunk') : undefined
  if (chunk?.type !== 'chunk') throw new Error('the app did not build')
  return chunk.code
}
