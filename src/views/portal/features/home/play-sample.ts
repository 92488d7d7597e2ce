/**
 * A sample meeting through the same public APIs and signalling as any client: a meeting by Graph, two guests with
 * identities of the own resource, one admitted and one turned away, figures of a bad network, everybody leaves.
 */
import { connectSignal, type SignalClient } from '#sources/meetings/client'
import type { Call, Session } from '#views/kit'

const PAUSE_MS = 1200

const pause = () => new Promise(resolve => setTimeout(resolve, PAUSE_MS))

/** Tells each step in words. Rejects with Problem or SignalError. */
export async function playSample({ call, person }: Session, tell: (step: string) => void): Promise<void> {
  if (person.kind !== 'user') throw new Error('Sample meetings need a test user as organizer.')
  tell('Making a meeting')
  // Sound: Graph's answer to a new meeting.
  const { joinWebUrl } = (await call('/v1.0/me/onlineMeetings', {
    audience: 'graph',
    method: 'POST',
    body: { subject: 'Sample meeting' },
  })) as { joinWebUrl: string }
  const url = `wss://${location.host}/signal`
  const organizer = await connectSignal({ url, identity: { kind: 'm365User', user: person.known.id } })
  const guests: SignalClient[] = []
  try {
    const meeting = { meetingLink: joinWebUrl }
    await organizer.join(meeting, { displayName: person.known.displayName })
    await organizer.waitFor('Connected')
    for (const displayName of ['Ada (sample guest)', 'Grace (sample guest)']) {
      tell(`${displayName} knocks`)
      const token = await guestToken(call)
      const guest = await connectSignal({ url, identity: { kind: 'token', token }, client: CLIENT })
      guests.push(guest)
      await guest.join(meeting, { displayName })
      await guest.waitFor('InLobby', 'Connected')
      await pause()
    }
    tell('One is admitted, one is turned away')
    const [first, second] = organizer.lobby
    if (first) await organizer.request({ type: 'admit', participantId: first.participantId })
    if (second) await organizer.request({ type: 'reject', participantId: second.participantId })
    await guests[0]?.waitFor('Connected')
    tell('They talk for a moment')
    await pause()
    await guests[0]?.sendStatistics(FIGURES)
    await guests[0]?.leave()
    await organizer.leave()
  } finally {
    for (const client of [organizer, ...guests]) client.close()
  }
}

/** A new identity of the tenant's resource with a token for calls. */
async function guestToken(call: Call): Promise<string> {
  // Sound: the identity API's answer.
  const { accessToken } = (await call('/identities?api-version=2023-10-01', {
    audience: 'communication',
    method: 'POST',
    body: { createTokenWithScopes: ['voip', 'chat'] },
  })) as { accessToken: { token: string } }
  return accessToken.token
}

const CLIENT = { sdkVersion: '1.46.1', osVersion: 'Sample OS', diagnosticOptions: { appName: 'sample' } }

const FIGURES = [
  {
    id: 1,
    mediaType: 'Audio',
    direction: 'Outbound',
    transport: 'UDP',
    codec: 'OPUS',
    window: { seconds: 10, packets: 500, roundTripTime: { avg: 41, max: 60 }, jitter: { avg: 3, max: 7 } },
  },
  {
    id: 2,
    mediaType: 'Audio',
    direction: 'Inbound',
    transport: 'UDP',
    codec: 'OPUS',
    window: { seconds: 10, packets: 500, packetLossRate: 0.12, jitter: { avg: 38, max: 71 } },
  },
] as const
