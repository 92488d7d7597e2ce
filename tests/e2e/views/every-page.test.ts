/** Every page of the portal on a played system: light on a desk, dark on a phone, without an error or a serious finding. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined

const FEATURES = readFileSync(new URL('../../../src/views/portal/features.ts', import.meta.url), 'utf8')
const PATHS = [...FEATURES.matchAll(/^ {4}path: '(.+)',$/gm)].map(([, path = '']) => path)

/** Of an ended meeting whose server began anew no charts are kept, which the page says; the browser logs the 404. */
const NO_CHARTS = /404.*\/live$/

/** A meeting with an external user, asked for as the pages themselves do. */
const A_CALL = `ACSCallSummary
| where isnotempty(TeamsThreadId) and ParticipantType has "external" and Identifier startswith "acs:"
| top 1 by TimeGenerated
| project CorrelationId, Identifier, ParticipantId`

describe.skipIf(isMissing)(isMissing ? `every page: ${HOW_TO}` : 'every page', () => {
  let portal: Portal
  const values = new Map([
    ['tab', 'quality'],
    ['user', 'c0117050-0000-4000-8000-0000000000a1'],
    ['report', 'summary'],
  ])
  beforeAll(async () => {
    portal = await aPortal({ isPlayed: true })
    const [call] = await portal.kql(A_CALL)
    expect(call).toBeDefined()
    const id = String(call?.CorrelationId)
    values
      .set('id', id)
      .set('call', id)
      .set('person', encodeURIComponent(String(call?.Identifier)))
    values.set('participant', String(call?.ParticipantId))
  })
  afterAll(() => portal[Symbol.asyncDispose]())

  test('there are some', () => expect(PATHS.length).toBeGreaterThan(20))

  test.each(PATHS)('%s', async pattern => {
    const path = pattern.replace(/\$(\w+)/g, (_, name: string) => values.get(name) ?? name)
    const before = portal.errors.length
    const page = await portal.open(path)
    const isAnswered = async () => {
      await expect.poll(() => page.getByLabel(/^Loading /).count(), { timeout: 30_000 }).toBe(0)
      expect(await page.getByText(/could not be|was not found|Try again/i).allTextContents()).toEqual([])
    }
    await isAnswered()
    expect(await portal.axe(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await isAnswered()
    expect(await portal.axe(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await page.close()
    expect(portal.errors.slice(before).filter(error => !NO_CHARTS.test(error))).toEqual([])
  })
})
