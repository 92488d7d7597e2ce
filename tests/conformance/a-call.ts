/** A meeting of Contoso with its organizer and an external user who has figures of their audio, until both have left. */
import { connectSignal, type SignalClient } from '#sources/meetings'
import { aPerson } from './chat-people.ts'
import type { Anteroom } from './harness.ts'

export interface PlayedCall {
  readonly callId: string
  /** Raw id of the external user. */
  readonly visitorId: string
  readonly joinWebUrl: string
  readonly shortUrl: string
  readonly threadId: string
  readonly onlineMeetingId: string
}

export async function aCall(anteroom: Anteroom): Promise<PlayedCall> {
  const meeting = await aMeeting(anteroom)
  const url = `${anteroom.httpOrigin.replace('http', 'ws')}/signal`
  const organizer = await connectSignal({
    url,
    identity: { kind: 'm365User', user: 'olivia@contoso.example' },
  })
  const person = await aPerson(anteroom, { scopes: ['voip'] })
  const guest = await connectSignal({
    url,
    identity: { kind: 'token', token: person.token },
    client: { sdkVersion: '1.46.1', osVersion: 'Windows 11', userAgent: 'Mozilla/5.0' },
  })
  for (const client of [organizer, guest]) {
    await client.join({ meetingLink: meeting.joinWebUrl }, { displayName: 'Greta' })
    await client.waitFor('Connected')
  }
  const { callId } = await guest.waitFor('Connected')
  await guest.sendStatistics(
    (['Outbound', 'Inbound'] as const).map((direction, at) => ({
      id: 100 + at,
      mediaType: 'Audio',
      direction,
      transport: 'UDP',
      codec: 'OPUS',
      window: { seconds: 10, packets: 600, jitter: { avg: 12, max: 21 }, packetLossRate: 0.02 },
    })),
  )
  await end(guest)
  await end(organizer)
  return { callId, visitorId: person.id, ...meeting }
}

async function aMeeting(
  anteroom: Anteroom,
): Promise<Pick<PlayedCall, 'joinWebUrl' | 'shortUrl' | 'threadId' | 'onlineMeetingId'>> {
  const token = await anteroom.userToken('olivia@contoso.example', 'https://graph.microsoft.com/.default')
  const answer = await fetch(`${anteroom.httpOrigin}/v1.0/me/onlineMeetings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: 'Review', lobbyBypassSettings: { scope: 'everyone' } }),
  })
  const made = (await answer.json()) as {
    readonly id: string
    readonly joinWebUrl: string
    readonly '@anteroom.shortJoinWebUrl': string
    readonly chatInfo: { readonly threadId: string }
  }
  return {
    joinWebUrl: made.joinWebUrl,
    shortUrl: made['@anteroom.shortJoinWebUrl'],
    threadId: made.chatInfo.threadId,
    onlineMeetingId: made.id,
  }
}

async function end(client: SignalClient): Promise<void> {
  await client.leave()
  await client.waitFor('Disconnected')
  client.close()
}
