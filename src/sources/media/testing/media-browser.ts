/**
 * Chromium pages that take part in calls of a plane, with fake camera and microphone and nothing else of the product:
 * the page answers offers as they come. Where no Chromium is installed tests skip and say how to get one.
 */
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium as engine, type Page } from 'playwright-core'
import type { MediaPlane, PlaneEvent } from '../port.ts'
import { PAGE } from './media-page.ts'

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export const chromiumPath = PLACES.find(place => place !== undefined && existsSync(place))

export const HOW_TO = 'no Chromium: `apt-get install chromium`, or its path in the variable CHROMIUM'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-renderer-backgrounding',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
]

export interface MediaBrowser extends AsyncDisposable {
  /** A page that joins a call of the plane and stays in it. */
  join(plane: MediaPlane, opening: Joining): Promise<MediaGuest>
  /** A page with its devices open and no connection. */
  page(size?: { readonly width: number; readonly height: number }): Promise<Page>
}

export interface Joining {
  readonly callId: string
  readonly participantId: string
  readonly simulcast?: boolean
  readonly width?: number
  readonly height?: number
}

export interface MediaGuest {
  readonly page: Page
  readonly participantId: string
  /** One stream of the page's own statistics, as getStats has them, by type. */
  stats(type: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  leave(): Promise<void>
}

export async function startMediaBrowser(): Promise<MediaBrowser> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>media</title><script>${PAGE}</script>`)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const browser = await engine.launch({ executablePath: chromiumPath ?? '', args: FLAGS })
  return {
    join: (plane, joining) => join(browser, address, { plane, joining }),
    page: (size = SIZE) => openPage(browser, address, size),
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const SIZE = { width: 320, height: 180 }

async function openPage(browser: Browser, address: string, size: typeof SIZE): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(address)
  await page.evaluate(`openDevices(${JSON.stringify({ ...size, frameRate: 10 })})`)
  return page
}

async function join(
  browser: Browser,
  address: string,
  { plane, joining }: { readonly plane: MediaPlane; readonly joining: Joining },
): Promise<MediaGuest> {
  const { participantId, callId, simulcast = false, width = SIZE.width, height = SIZE.height } = joining
  const page = await openPage(browser, address, { width, height })
  const hear = async (event: PlaneEvent) => {
    if (event.type === 'slots' && event.participantId === participantId) {
      await page.evaluate(`takeSlots(${JSON.stringify(event.slots)})`)
    }
    if (event.type !== 'offer' || event.participantId !== participantId) return
    const { connection, generation } = event
    const sdp = await page.evaluate<string>(`takeOffer(${JSON.stringify(event)})`)
    await plane.answer(participantId, { connection, generation, sdp })
  }
  // A page that is gone cannot answer; what is asserted shows it.
  const stopHearing = plane.on(event => void hear(event).catch(() => {}))
  await plane.open({ callId, participantId, simulcast })
  await page.waitForFunction('isConnected()', undefined, { timeout: 20_000 })
  return {
    page,
    participantId,
    stats: async type =>
      JSON.parse(await page.evaluate<string>(`statsOf(${JSON.stringify(type)})`)) as readonly Readonly<
        Record<string, unknown>
      >[],
    leave: async () => {
      stopHearing()
      await plane.close(participantId)
      await page.context().close()
    },
  }
}
