import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined

describe.skipIf(isMissing)(isMissing ? `calls, guests, why: ${HOW_TO}` : 'calls, guests, why', () => {
  let portal: Portal
  let call = ''
  beforeAll(async () => {
    portal = await aPortal({ isPlayed: true })
    const biggest = 'ACSCallSummary | summarize n = dcount(ParticipantId) by CorrelationId | top 1 by n'
    call = String((await portal.kql(biggest))[0]?.CorrelationId)
  })
  afterAll(() => portal[Symbol.asyncDispose]())

  test('the list has every call, and its counts are those of its KQL', async () => {
    const [{ Calls, Poor } = {}] = await portal.kql(
      `ACSCallDiagnostics | where MediaType == "Audio" | summarize Poor = countif(JitterAvg > 30 or PacketLossRateAvg > 0.1 or RoundTripTimeAvg > 500 or JitterBufferSizeAvg > 200 or HealedDataRatioAvg > 0.1) by CorrelationId | summarize Poor = countif(Poor > 0), Calls = toscalar(ACSCallSummary | summarize dcount(CorrelationId))`,
    )
    const page = await portal.open('/portal/calls?range=7d')
    await page.getByText(`${Calls} calls`).waitFor()
    expect(await page.getByRole('cell', { name: 'Poor' }).count()).toBeGreaterThanOrEqual(
      Number(Poor) > 0 ? 1 : 0,
    )
    expect(await portal.axe(page)).toEqual([])
  })

  test('the list of a quality, or of those with issues, has just the calls that the whole list says are so', async () => {
    const shown = async (filter: string): Promise<readonly string[]> => {
      const page = await portal.open(`/portal/calls?range=7d${filter}`)
      const table = page.getByRole('table', { name: 'calls' })
      await table.or(page.getByText('No calls match')).first().waitFor()
      const rows = await table.getByRole('row').allInnerTexts()
      await page.close()
      return rows.slice(1)
    }
    const all = await shown('')
    expect(all.length).toBeGreaterThan(1)
    for (const quality of ['Poor', 'Good', 'Unknown']) {
      const own = all.filter(row => row.split(/\s*[\t\n]\s*/)[2] === quality)
      expect(await shown(`&quality=${quality}`), quality).toEqual(own)
    }
    const withIssues = all.filter(row => Number(row.split(/\s*[\t\n]\s*/)[3]) > 0)
    expect(await shown('&issues=with')).toEqual(withIssues)
  })

  test('a call shows everybody who took part, on every tab, without a serious finding of axe', async () => {
    const [{ n } = {}] = await portal.kql(
      `ACSCallSummary | where CorrelationId == '${call}' and ParticipantId != CorrelationId | summarize n = dcount(ParticipantId)`,
    )
    const page = await portal.open(`/portal/calls/${call}`)
    await page.getByText(`${n} participants`).waitFor()
    for (const tab of ['Overview', 'Issues', 'Timeline', 'Streams']) {
      await page.getByRole('tab', { name: tab }).click()
      await page.getByRole('heading', { level: 2 }).first().waitFor()
      expect(await portal.axe(page), tab).toEqual([])
    }
  })

  test('both sides of the call stand beside each other, with the rule of what is withheld', async () => {
    const [{ Viewers } = {}] = await portal.kql(
      `AnteroomVerdicts_CL | where CorrelationId == '${call}' | summarize Viewers = dcount(strcat(ViewerResourceId, iff(ViewerKind == 'tenant', ViewerTenantId, '')))`,
    )
    const page = await portal.open(`/portal/why/${call}`)
    const table = page.getByRole('table', { name: 'Participants and what each resource sees of them' })
    await table.waitFor()
    expect(await table.getByRole('columnheader').count()).toBe(1 + Number(Viewers))
    expect(await portal.axe(page)).toEqual([])
  })

  test('what-if: a choice changes the answer, and the address holds it', async () => {
    const page = await portal.open('/portal/why?tab=whatIf&kind=m365User&tenant=other')
    await page.getByText('CallSummary: withheld').waitFor()
    await page.goto(`${portal.origin}/portal/why?tab=whatIf&kind=acsUser`)
    await page.getByText('CallSummary: emitted').waitFor()
  })

  test('guests: as many as KQL counts; one opens with everything of that person', async () => {
    const [{ n } = {}] = await portal.kql(
      'ACSCallSummary | where Identifier startswith "acs:" | summarize n = dcount(Identifier)',
    )
    const page = await portal.open('/portal/guests?range=7d')
    await page.getByText(`${n} guests`).waitFor()
    await page.getByRole('columnheader', { name: 'Poor audio' }).waitFor()
    await page.getByRole('row').nth(1).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Guest' }).waitFor()
    await page.getByText(/\d+ events/).waitFor()
    expect(await portal.axe(page)).toEqual([])
  })

  test('an id pasted into the box above is found as what it is', async () => {
    const page = await portal.open('/')
    await page.getByRole('searchbox').first().fill(call)
    await page.keyboard.press('Enter')
    await page.getByRole('cell', { name: 'call', exact: true }).first().waitFor()
    expect(await portal.axe(page)).toEqual([])
    expect(portal.errors).toEqual([])
  })
})
