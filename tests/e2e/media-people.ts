/** People with real media: each a Chromium page with the product's browser code, on a whole server. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import type { ClientIdentity } from '#sources/meetings'
import type { ServerMessage } from '#sources/meetings/client'
import { identityClient } from '../conformance/chat-people.ts'
import type { Anteroom } from '../conformance/harness.ts'
import { chromiumPath, FLAGS } from './chat-browser.ts'
import { MEDIA_PAGE } from './media-page.ts'

export { chromiumPath, HOW_TO } from './chat-browser.ts'

export const MEDIA_FLAGS = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-renderer-backgrounding',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
]

/** What a page offers to its test; each a function of the page's global scope. */
export interface Person {
  readonly page: Page
  readonly rawId: string
  /** Gives the participant id, once in the lobby or connected; then `comeIn` waits for being let in. */
  knock(locator: object): Promise<string>
  comeIn(participantId: string): Promise<string>
  /** Gives the participant id, once connected. */
  join(locator: object): Promise<string>
  call(rawId: string): Promise<string>
  accept(): Promise<string>
  /** A request of the protocol. */
  say(message: object): Promise<ServerMessage>
  callId(): Promise<string>
  /** `p2p`, `sfu`, `none`, or null before the first. */
  path(): Promise<string | null>
  endOf(): Promise<{ readonly code: number; readonly subCode: number } | null>
  /** Instants at which pictures of that participant were shown. */
  picturesOf(participantId: string): Promise<readonly number[]>
  /** Sends the last rows and leaves. */
  hangUp(): Promise<void>
  /** By a socket of its own: joins, waits for media, leaves. */
  comeAndGo(locator: object): Promise<void>
}

export interface MediaPeople extends AsyncDisposable {
  /** A page with a token of its own user, or of a Microsoft 365 test user. */
  person(principalName?: string): Promise<Person>
  /** Everybody's, so that their microphones are free again: Chromium opens 16 at most. */
  closeWindows(): Promise<void>
}

export interface PeopleOptions {
  readonly origin: string
  /** The token of a new user of Communication Services. */
  readonly token: () => Promise<string>
}

/** People of a server inside the test's own process. */
export const peopleOf = (anteroom: Anteroom): Promise<MediaPeople> =>
  mediaPeople({
    origin: anteroom.origin,
    token: async () => (await identityClient(anteroom).createUserAndToken(['voip'])).token,
  })

export async function mediaPeople({ origin, token }: PeopleOptions): Promise<MediaPeople> {
  const signal = `${origin.replace('https', 'wss')}/signal`
  const identityOf = async (principalName: string | undefined): Promise<ClientIdentity> =>
    principalName === undefined
      ? { kind: 'token', token: await token() }
      : { kind: 'm365User', user: principalName }

  const script = await bundled()
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(
      isScript ? script : '<!doctype html><title>media</title><script type="module" src="/page.js"></script>',
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = `http://localhost:${(server.address() as AddressInfo).port}/`
  const browser = await chromium.launch({
    executablePath: chromiumPath ?? '',
    args: [...FLAGS, ...MEDIA_FLAGS],
  })
  return {
    person: async principalName =>
      openPerson(browser, address, { identity: await identityOf(principalName), signal }),
    closeWindows: async () => {
      await Promise.all(browser.contexts().map(context => context.close()))
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

interface Opening {
  readonly identity: ClientIdentity
  readonly signal: string
}

async function openPerson(browser: Browser, address: string, { identity, signal }: Opening): Promise<Person> {
  // A window each: a page in the background would be shown no pictures.
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await page.goto(address)
  const run = <Result>(name: string, ...args: readonly unknown[]) =>
    page.evaluate<Result, readonly unknown[]>(
      // The page's own functions, by name: the test and the page share no code.
      `(args => globalThis.${name}(...args))(${JSON.stringify(args)})`,
      args,
    )
  await page.waitForFunction('globalThis.hangUp !== undefined')
  const rawId = await run<string>('open', signal, identity)
  return {
    page,
    rawId,
    knock: locator => run('knock', locator),
    comeIn: id => run('comeIn', id),
    join: locator => run('join', locator),
    call: to => run('call', to),
    accept: () => run('accept'),
    say: message => run('say', message),
    callId: () => run('callId'),
    path: () => run('path'),
    endOf: () => run('endOf'),
    picturesOf: id => run('picturesOf', id),
    hangUp: () => run('hangUp'),
    comeAndGo: locator => run('comeAndGo', signal, identity, locator),
  }
}

/** The product's modules as the join page bundles them. */
async function bundled(): Promise<string> {
  const id = 'virtual:media-page'
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'media-page',
        resolveId: source => (source === id ? id : undefined),
        load: source => (source === id ? MEDIA_PAGE : undefined),
      },
    ],
    resolve: {
      alias: {
        '#calling': new URL('../../src/calling/index.ts', import.meta.url).pathname,
        '#sources/meetings/client': new URL('../../src/sources/meetings/client.ts', import.meta.url).pathname,
      },
    },
    build: { write: false, minify: false, target: 'esnext', rolldownOptions: { input: id } },
  })
  const [first] = [result].flat()
  const chunk = first && 'output' in first ? first.output.find(part => part.type === 'chunk') : undefined
  if (chunk?.type !== 'chunk') throw new Error('the page did not build')
  return chunk.code
}
