/** The join page as people use it: an organizer and guests, each in a window of their own, with real media. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { MEDIA_FLAGS } from '../media-people.ts'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined
const PATIENCE = { timeout: 60_000 }

describe.skipIf(isMissing)(isMissing ? `the join page: ${HOW_TO}` : 'the join page', () => {
  let portal: Portal
  beforeAll(async () => {
    portal = await aPortal({ flags: ['--media-port', '0'], chromium: MEDIA_FLAGS })
  })
  afterAll(() => portal[Symbol.asyncDispose]())

  const windows: BrowserContext[] = []
  // Calls that nobody looks at any more would take the processor from the next ones.
  afterEach(async () => {
    for (const one of windows.splice(0)) await one.close()
  })

  /** A window of its own: a page in the background is shown no pictures. */
  async function aWindow(path: string, width = 1000): Promise<Page> {
    const browser = portal.context.browser()
    if (!browser) throw new Error('the portal runs in no browser')
    const context = await browser.newContext({ viewport: { width, height: 800 }, ignoreHTTPSErrors: true })
    windows.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE.timeout)
    await page.goto(portal.origin + path)
    return page
  }

  /** An organizer in a meeting of their own, and its address for guests. */
  async function aMeeting() {
    const organizer = await aWindow('/meet')
    await organizer.getByRole('button', { name: 'Start the meeting' }).click()
    await organizer.getByRole('button', { name: 'Join now' }).click()
    await organizer.getByRole('toolbar', { name: 'Call' }).waitFor()
    const url = new URL(organizer.url())
    url.searchParams.delete('as')
    return { organizer, path: url.pathname + url.search }
  }

  async function aGuest(path: string, name: string, width?: number): Promise<Page> {
    const guest = await aWindow(path, width)
    await guest.getByLabel('Your name').fill(name)
    await guest.getByRole('button', { name: 'Join now' }).click()
    await guest.getByRole('heading', { name: 'Somebody will let you in soon' }).waitFor()
    return guest
  }

  test('a guest waits, is let in, sees and is seen, chats, and says how it was', async () => {
    const { organizer, path } = await aMeeting()
    const guest = await aGuest(path, 'Ada')
    await guest.getByText('setting AutoAdmittedUsers').waitFor()
    expect(await portal.axe(guest)).toEqual([])
    await organizer.getByRole('button', { name: 'Admit Ada' }).click()
    await guest.getByRole('figure', { name: /^Olivia Organizer/ }).waitFor()
    const hasPicture = `[...document.querySelectorAll('figure video')].some(video => video.videoWidth > 0)`
    for (const page of [guest, organizer]) {
      await expect.poll(() => page.evaluate(hasPicture), PATIENCE).toBe(true)
    }

    // By keyboard, and the others see it.
    await guest.keyboard.press('Control+Shift+M')
    await organizer.getByRole('figure', { name: /^Ada, .*is muted/ }).waitFor()
    await organizer.getByRole('button', { name: /^People/ }).click()
    await organizer.getByRole('listitem').filter({ hasText: 'Ada' }).getByLabel('muted').waitFor()
    expect(await portal.axe(organizer)).toEqual([])

    await guest.getByRole('button', { name: /^Chat/ }).click()
    await guest.getByRole('textbox', { name: 'Message' }).fill('Hello from outside')
    await guest.keyboard.press('Enter')
    await organizer.getByRole('button', { name: 'Chat, 1 new' }).click()
    await organizer.getByText('Hello from outside').waitFor()

    await guest.keyboard.press('Control+Shift+H')
    await guest.getByRole('heading', { name: 'You left the meeting' }).waitFor()
    await guest.getByRole('radio', { name: '3 of 5 stars' }).click({ force: true })
    await guest.getByRole('button', { name: 'Echo' }).click()
    expect(await portal.axe(guest)).toEqual([])
    await guest.getByRole('button', { name: 'Send' }).click()
    await guest.getByText('Thank you').waitFor()

    const rows = (kql: string) => expect.poll(() => portal.kql(kql), PATIENCE)
    await rows('ACSCallSurvey | project OverallRatingScore, AudioIssues').toEqual([
      { OverallRatingScore: 3, AudioIssues: 'Echo' },
    ])
    await rows('ACSChatIncomingOperations | where OperationName == "SendChatMessage" | count').toEqual([
      { Count: 1 },
    ])
    await rows('ACSCallClientOperations | where OperationName == "Join" | project ResultType').toEqual([
      { ResultType: 'Succeeded' },
    ])
  }, 180_000)

  test('who is turned away reads why, and may try again', async () => {
    const { organizer, path } = await aMeeting()
    const guest = await aGuest(path, 'Mallory', 390)
    await organizer.getByRole('button', { name: 'Turn away Mallory' }).click()
    await guest.getByRole('heading', { name: 'You were not let in' }).waitFor()
    await guest.getByText('sub code 5854').waitFor()
    await guest.getByRole('button', { name: 'Join again' }).click()
    await guest.getByRole('heading', { name: 'Ready to join?' }).waitFor()
    const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await guest.evaluate(sideways)).toBe(0)
  }, 120_000)

  test('an address that names no meeting says what was expected', async () => {
    const page = await aWindow('/meet/nonsense')
    await page.getByText(/Expected a link/).waitFor()
    expect(await page.getByLabel('Link or meeting id').inputValue()).toBe('nonsense')
    expect(await portal.axe(page)).toEqual([])
  })

  test('a meeting that does not exist is not found, in words', async () => {
    const page = await aWindow('/meet/234567890123?p=wrong')
    await page.getByLabel('Your name').fill('Ada')
    await page.getByRole('button', { name: 'Join now' }).click()
    await page.getByRole('heading', { name: 'This meeting was not found' }).waitFor()
  }, 60_000)
})
