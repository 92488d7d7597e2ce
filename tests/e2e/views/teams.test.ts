import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectSignal, type SignalClient } from '#sources/meetings'
import { askUntil } from '../../conformance/harness.ts'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined
const OLIVIA = 'c0117050-0000-4000-8000-0000000000a1'
const SESSIONS = "AnteroomTeamsSessions_CL | where OrganizerTenantId startswith 'c0117050'"

describe.skipIf(isMissing)(isMissing ? `Teams administration: ${HOW_TO}` : 'Teams administration', () => {
  let portal: Portal
  let ended: Played
  beforeAll(async () => {
    portal = await aPortal()
    ended = await aMeeting(portal)
    await ended.hear()
    await ended.close()
    const rows = `${SESSIONS} | where CorrelationId == '${ended.callId}'`
    await askUntil(() => portal.kql(rows), 3)
  })
  afterAll(() => portal[Symbol.asyncDispose]())

  test('Manage users → a user → Meetings & calls → a meeting → Anonymous user, by mouse', async () => {
    const page = await portal.open('/portal/teams/users')
    await page.getByRole('link', { name: 'Olivia Organizer' }).click()
    await page.getByRole('tab', { name: 'Meetings & calls' }).click()
    const past = page.getByRole('table', { name: 'past meetings' })
    expect(await portal.axe(page)).toEqual([])
    await past.getByRole('row').nth(1).getByRole('link').click()
    await page.getByRole('heading', { name: 'Participant details' }).waitFor()
    await page.getByText('Rejected after').waitFor()
    expect(await portal.axe(page)).toEqual([])
    await page.getByRole('link', { name: 'Anonymous user' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Anonymous user' }).waitFor()
    expect(page.url()).toContain(`/portal/teams/meetings/${ended.callId}/`)
    for (const tab of ['Overview', 'Advanced', 'Debug']) {
      await page.getByRole('tab', { name: tab, exact: true }).click()
      await page.getByRole('heading', { level: 2 }).first().waitFor()
      expect(await portal.axe(page), tab).toEqual([])
    }
  })

  test('the same by keyboard alone', async () => {
    const page = await portal.open(`/portal/teams/users/${OLIVIA}`)
    await page.getByRole('table', { name: 'past meetings' }).getByRole('row').nth(1).press('Enter')
    const people = page.getByRole('table', { name: 'participants' })
    await people.getByRole('row', { name: 'Anonymous user' }).first().press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Anonymous user' }).waitFor()
    await page.getByRole('tab', { name: 'Overview' }).press('ArrowRight')
    await page.keyboard.press('Enter')
    await page.getByRole('table', { name: 'Inbound audio stream' }).waitFor()
  })

  test('the figure beyond its limit says which limit, and by which rule', async () => {
    const page = await portal.open(`/portal/teams/meetings/${ended.callId}/${ended.guest}?view=network`)
    const mark = page.getByRole('button', { name: /probably the main cause/ }).first()
    await mark.focus()
    await page.getByRole('tooltip').getByText('above 10 % by Call Quality Dashboard 2022').waitFor()
  })

  test('T5, T10: a specialist sees no name but the one searched for, and has no Advanced tab', async () => {
    const page = await portal.open(`/portal/teams/meetings/${ended.callId}`)
    await page.evaluate(() => localStorage.setItem('anteroom.role', 'supportSpecialist'))
    await page.goto(`${portal.origin}/portal/teams/meetings/${ended.callId}?user=${OLIVIA}`)
    const people = page.getByRole('table', { name: 'participants' })
    await people.getByText('External user').first().waitFor()
    expect(await people.getByText('Olivia').count()).toBeGreaterThan(0)
    await page.goto(`${portal.origin}/portal/teams/meetings/${ended.callId}/${ended.guest}?tab=advanced`)
    await page.getByText(/T10: A support specialist has no Advanced/).waitFor()
    await page.evaluate(() => localStorage.removeItem('anteroom.role'))
  })

  test('external users: as many as KQL counts, the one who was turned away among them', async () => {
    const [{ n } = {}] = await portal.kql(
      `${SESSIONS} | where ParticipantKind in ('acsUser', 'teamsAnonymous', 'phone') or (ParticipantKind == 'm365User' and TenantIdOfUser != OrganizerTenantId) | summarize n = dcount(PersonKey)`,
    )
    const page = await portal.open('/portal/teams/guests?range=7d')
    await page.getByText(`${n} external users`).waitFor()
    expect(await portal.axe(page)).toEqual([])
    await page.goto(`${portal.origin}/portal/teams/guests?range=7d&outcome=rejected`)
    await page.getByRole('table', { name: 'external users' }).getByRole('row').nth(1).press('Enter')
    await page.getByRole('heading', { name: 'Past meetings' }).waitFor()
  })

  test('a running meeting: the external user is there, with a chart of what was just measured', async () => {
    const running = await aMeeting(portal)
    const page = await portal.open('/portal/teams/meetings')
    await page.getByRole('link', { name: running.callId }).click()
    await page.getByRole('link', { name: 'Charts of the meeting' }).click()
    await page.getByText('Nothing was measured yet').waitFor()
    await running.hear()
    await page.getByRole('figure', { name: 'Audio stream details (inbound)' }).waitFor()
    await page.getByRole('button', { name: 'Show Audio stream details (inbound) as table' }).click()
    await page.getByRole('cell', { name: '20' }).first().waitFor()
    for (const told of ['Desk microphone', 'Wifi', '10.1.2.3']) await page.getByText(told).waitFor()
    expect(await portal.axe(page)).toEqual([])
    await running.close()
    await page.getByText('Ended').first().waitFor()
    await page.getByText('Desk microphone').waitFor()
    expect(portal.errors).toEqual([])
  })
})

interface Played {
  readonly callId: string
  /** Participant id of the guest who was let in. */
  readonly guest: string
  /** The guest's client tells where it is and what it measured: a fifth of what comes is lost. */
  hear(): Promise<void>
  close(): Promise<void>
}

/** Olivia, a guest whom she lets in, and one whom she doesn't. */
async function aMeeting({ httpOrigin }: Portal): Promise<Played> {
  const url = `${httpOrigin.replace('http', 'ws')}/signal`
  const meetingLink = await newMeeting(httpOrigin)
  const olivia = await connectSignal({ url, identity: { kind: 'm365User', user: 'olivia@contoso.example' } })
  await olivia.join({ meetingLink }, { displayName: 'Olivia' })
  const { callId } = await olivia.waitFor('Connected')
  const [ada, adas] = await aGuest(httpOrigin, meetingLink, 'Ada')
  const [, bos] = await aGuest(httpOrigin, meetingLink, 'Bo')
  await olivia.request({ type: 'admit', participantId: adas })
  await olivia.request({ type: 'reject', participantId: bos })
  await ada.waitFor('Connected')
  const stream = { id: 1, mediaType: 'Audio', transport: 'UDP', codec: 'OPUS' } as const
  const window = { seconds: 60, packets: 3000, packetLossRate: 0.2, jitter: { avg: 12, max: 20 } }
  return {
    callId: String(callId),
    guest: adas,
    hear: async () => {
      await ada.request({
        type: 'environment',
        network: { connection: 'wifi', localAddress: '10.1.2.3' },
        hardware: { captureDevice: 'Desk microphone' },
      })
      await ada.sendStatistics([{ ...stream, direction: 'Inbound', window }])
    },
    close: async () => {
      await olivia.request({ type: 'endForAll' })
      olivia.close()
      ada.close()
    },
  }
}

async function newMeeting(origin: string): Promise<string> {
  const form = {
    grant_type: 'password',
    client_id: 'a9900000-0000-4000-8000-0000000000c1',
    username: 'olivia@contoso.example',
    password: 'none',
    scope: 'https://graph.microsoft.com/.default',
  }
  const token = await fetch(`${origin}/contoso/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const { access_token } = (await token.json()) as { access_token: string }
  const made = await fetch(`${origin}/v1.0/me/onlineMeetings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: 'Telehealth visit' }),
  })
  return ((await made.json()) as { joinWebUrl: string }).joinWebUrl
}

/** Waits in the lobby. */
async function aGuest(
  origin: string,
  meetingLink: string,
  displayName: string,
): Promise<readonly [SignalClient, string]> {
  const identity = await fetch(`${origin}/meet/guest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const { token } = (await identity.json()) as { token: string }
  const url = `${origin.replace('http', 'ws')}/signal`
  const guest = await connectSignal({ url, identity: { kind: 'token', token } })
  const id = await guest.join({ meetingLink }, { displayName })
  await guest.waitFor('InLobby')
  return [guest, id]
}
