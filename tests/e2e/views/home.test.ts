import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined
const describeOrTell = (title: string, body: () => void) =>
  describe.skipIf(isMissing)(isMissing ? `${title}: ${HOW_TO}` : title, body)

describeOrTell('home with meetings behind it', () => {
  let portal: Portal
  beforeAll(async () => {
    portal = await aPortal({ isPlayed: true })
  })
  afterAll(() => portal[Symbol.asyncDispose]())

  test('every figure is the answer of its KQL', async () => {
    const page = await portal.open('/?range=365d')
    const [{ turned } = {}] = await portal.kql(
      'AnteroomLobbyVisits_CL | where Outcome in ("rejected", "timedOut") | summarize Guests = dcount(Identifier) by Outcome, Rule, EndedBy | summarize turned = sum(Guests)',
    )
    const [{ calls } = {}] = await portal.kql('ACSCallSummary | summarize calls = dcount(CorrelationId)')
    const [worst] = await portal.kql(
      'ACSCallDiagnostics | where MediaType == "Audio" | extend IsPoor = JitterAvg > 30 or PacketLossRateAvg > 0.1 or RoundTripTimeAvg > 500 | summarize Poor = dcountif(ParticipantId, IsPoor) by CorrelationId | top 1 by Poor',
    )
    await page.getByText(`${calls} calls`).waitFor()
    const poor = Number(worst?.Poor ?? 0)
    await page
      .getByRole('link', { name: String(Number(turned ?? 0)), exact: true })
      .first()
      .waitFor()
    await page.getByRole('link', { name: poor > 0 ? `${poor} affected` : 'None poor' }).waitFor()
    expect(await portal.axe(page)).toEqual([])
  })

  test('by keyboard: the newest call opens with Enter', async () => {
    const page = await portal.open('/?range=365d')
    await page.getByRole('table', { name: 'calls' }).getByRole('row').nth(1).press('Enter')
    await page.waitForURL(/\/portal\/calls\/[^/]+$/)
    expect(portal.errors).toEqual([])
  })
})

describeOrTell('the first run', () => {
  let portal: Portal
  beforeAll(async () => {
    portal = await aPortal()
  })
  afterAll(() => portal[Symbol.asyncDispose]())

  test('an empty system offers the connection string and plays a meeting whose records appear', async () => {
    const page = await portal.open('/')
    await page.getByText(/endpoint=https:\/\/.*accesskey=/).waitFor()
    expect(await portal.axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Play a sample meeting' }).press('Enter')
    await page.getByRole('heading', { name: 'Latest calls' }).waitFor({ timeout: 60_000 })
    const [{ turned } = {}] = await portal.kql(
      'AnteroomLobbyVisits_CL | where Outcome == "rejected" | summarize turned = count()',
    )
    expect(turned).toBe(1)
    const [{ n } = {}] = await portal.kql('ACSCallSummary | summarize n = dcount(CorrelationId)')
    expect(n).toBe(1)
    expect(portal.errors).toEqual([])
  }, 120_000)
})
