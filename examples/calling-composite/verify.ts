/**
 * Drives the official composites in Chromium against a running server and writes down what is seen, with pictures in
 * `screenshots/`: the lobby, being admitted, video both ways, a shared screen, hanging up, the survey; being rejected;
 * the chat, by a guest of another organization; then the rows that all this left behind. Fails when something is missing.
 */
import { mkdir } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium as engine, type Page } from 'playwright-core'
import { createServer } from 'vite'
import { aGuest, aMeeting, kql, organizerToken } from './anteroom.ts'
import { chromium, endpoint, otherServer, server, workspace } from './settings.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-renderer-backgrounding',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
]
const PATIENCE = 60_000
const began = new Date().toISOString()

// The composites are bundled anew: a kept bundle would hold the module as it was when it was made.
const vite = await createServer({
  server: { port: 0, host: '127.0.0.1' },
  optimizeDeps: { force: true },
  logLevel: 'warn',
})
await vite.listen()
const app = `http://localhost:${new URL(vite.resolvedUrls?.local[0] ?? '').port}`
const browser: Browser = await engine.launch({ executablePath: chromium, args: FLAGS })
await mkdir('screenshots', { recursive: true })

try {
  // The server's certificate authority is not installed in this browser.
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 800 },
  })
  const token = await organizerToken(server)
  const link = await aMeeting(server, token)
  const organizer = await open(context, 'organizer.html', { token, link })
  await organizer.getByRole('heading', { name: 'Connected' }).waitFor({ timeout: PATIENCE })
  await call(context, organizer, link)
  await rejected(context, organizer, link)
  await withChat(context, organizer, link)
  await organizer.getByRole('button', { name: 'End for all' }).click()
  await organizer.getByRole('heading', { name: 'Disconnected' }).waitFor({ timeout: PATIENCE })
  await rows()
} finally {
  await browser.close()
  await vite.close()
}

async function call(context: BrowserContext, organizer: Page, link: string): Promise<void> {
  const ada = await open(context, '', { ...(await aGuest(server)), name: 'Ada', link })
  await startCall(ada)
  await ada
    .getByText(/let you in|wait/i)
    .first()
    .waitFor({ timeout: PATIENCE })
  await seen(ada, '2-lobby')
  await organizer.getByRole('button', { name: 'Admit' }).click({ timeout: PATIENCE })
  await playing(ada, 2)
  await playing(organizer, 1)
  await seen(ada, '3-call')
  await ada
    .getByRole('button', { name: /present|share/i })
    .first()
    .click({ timeout: PATIENCE })
  await playing(organizer, 2)
  await seen(ada, '4-sharing')
  await seen(organizer, '4-sharing-organizer')
  await buttons(ada)
  await leave(ada)
  await seen(ada, '5-left')
  await ada.getByRole('radio').nth(3).click({ timeout: PATIENCE, force: true })
  await ada.getByRole('button', { name: /send feedback/i }).click({ timeout: PATIENCE })
  await seen(ada, '5-survey')
  await ada.close()
}

/** What else the bar has: hand, microphone, hold. */
async function buttons(page: Page): Promise<void> {
  const press = (id: string) => page.locator(`[data-ui-id="${id}"]`).first().click({ timeout: PATIENCE })
  await press('call-composite-raisehand-button')
  await page.getByRole('button', { name: /lower/i }).first().waitFor({ timeout: PATIENCE })
  await microphone(page)
  await page.getByRole('button', { name: 'Mute mic' }).first().waitFor({ timeout: PATIENCE })
  await press('common-call-composite-more-button')
  await page.getByRole('menuitem', { name: /hold/i }).click({ timeout: PATIENCE })
  await seen(page, '4-on-hold')
  await press('hold-page-resume-call-button')
  await playing(page, 1)
  await seen(page, '4-resumed')
}

async function rejected(context: BrowserContext, organizer: Page, link: string): Promise<void> {
  const mallory = await open(context, '', { ...(await aGuest(server)), name: 'Mallory', link })
  await startCall(mallory)
  await organizer.getByRole('button', { name: 'Reject' }).click({ timeout: PATIENCE })
  await mallory
    .getByText(/dismissed|denied|not granted|wasn't/i)
    .first()
    .waitFor({ timeout: PATIENCE })
  await seen(mallory, '6-rejected')
  await mallory.close()
}

async function withChat(context: BrowserContext, organizer: Page, link: string): Promise<void> {
  const lin = await open(context, '', { ...(await aGuest(otherServer)), name: 'Lin', link, chat: '1' })
  await startCall(lin)
  await organizer.getByRole('button', { name: 'Admit' }).click({ timeout: PATIENCE })
  await playing(lin, 2)
  await lin.getByRole('button', { name: /chat/i }).first().click({ timeout: PATIENCE })
  const box = lin.getByRole('textbox').first()
  await box.fill('Hello from the composite', { timeout: PATIENCE })
  await box.press('Enter')
  await lin.getByText('Hello from the composite').last().waitFor({ timeout: PATIENCE })
  await seen(lin, '7-chat')
  await leave(lin)
  await lin.close()
}

/** One row a participant in the logs of the meeting's own resource; the survey; what the clients did. */
async function rows(): Promise<void> {
  const ask = (query: string) =>
    kql(server, workspace, query.replace('|', `| where TimeGenerated > datetime(${began}) |`))
  for (let waited = 0; waited < 20_000; waited += 500) {
    const [counted] = await ask('ACSCallSummary | count')
    if (Number(counted?.Count) >= 3) break
    await pause(500)
  }
  const who = 'Identifier, ParticipantEndReason, ParticipantEndSubCode'
  console.table(
    await ask(`ACSCallSummary | project ${who}, Resource = tostring(split(_ResourceId, "/")[-1])`),
  )
  console.table(await ask('ACSCallSurvey | project OverallRatingScore, OverallRatingScoreUpperBound'))
  const figures = 'Rows = count(), Rtt = avg(RoundTripTimeAvg), Loss = avg(PacketLossRateAvg)'
  console.table(await ask(`ACSCallDiagnostics | summarize ${figures} by MediaType, StreamDirection`))
  const did = await ask('ACSCallClientOperations | summarize Rows = count() by OperationName, ResultType')
  console.table(did)
  const names = did.map(row => row.OperationName)
  for (const name of ['CallAgentInit', 'Join', 'CreateView', 'StartScreenSharing', 'Hangup']) {
    if (!names.includes(name)) throw new Error(`No ${name} among the client operations.`)
  }
}

async function open(context: BrowserContext, page: string, fields: Record<string, string>): Promise<Page> {
  const opened = await context.newPage()
  opened.on('pageerror', error => console.log(`  page error: ${error.message}`))
  await opened.goto(`${app}/${page}#${new URLSearchParams({ endpoint, ...fields })}`)
  return opened
}

/** On or off. */
async function microphone(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^(un)?mute mic/i })
    .first()
    .click({ timeout: PATIENCE })
}

/** Microphone and camera are off at first; with the camera on, the preview shows. */
async function startCall(page: Page): Promise<void> {
  const start = page.getByRole('button', { name: /start call|join/i }).first()
  await start.waitFor({ timeout: PATIENCE })
  await page
    .getByRole('button', { name: /camera/i })
    .first()
    .click()
  await playing(page, 1)
  await seen(page, `1-configuration`)
  await start.click()
}

async function leave(page: Page): Promise<void> {
  await page.getByRole('button', { name: /leave/i }).first().click()
  const confirm = page.getByRole('dialog').getByRole('button', { name: /leave/i })
  await confirm.click({ timeout: 3000 }).catch(() => undefined)
  await page
    .getByText(/you left|how was|survey|rate/i)
    .first()
    .waitFor({ timeout: PATIENCE })
}

/** Waits until so many videos of the page move. */
async function playing(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    wanted =>
      [...document.querySelectorAll('video')].filter(video => video.videoWidth > 0 && video.currentTime > 0)
        .length >= wanted,
    count,
    { timeout: PATIENCE },
  )
}

async function seen(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `screenshots/${name}.png` })
  console.log(`ok  ${name}`)
}
