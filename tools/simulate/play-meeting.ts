/** One planned meeting, played through the real identity API, Graph, signalling and operator. */
import { type Clock, type Ids, OPERATOR_AUDIENCE, seededRandom, sleep } from '#base'
import { connectSignal, GRAPH_AUDIENCE, type SignalClient, type StreamReport } from '#sources/meetings'
import { chat } from './chat.ts'
import { narratorOf } from './narrator.ts'
import { MEDIA, qualityOf } from './networks.ts'
import { accessKeys, type Company, companies, OPERATOR, RECORDER } from './people.ts'
import { placeOf } from './places.ts'
import type { GuestPlan, MeetingPlan } from './plan.ts'
import type { Server } from './server.ts'
import { environmentOf } from './surroundings.ts'

export interface Stage {
  readonly server: Server
  /** The clock by which the server's meetings go. */
  readonly clock: Clock
  /** What the server takes for now: clients' clocks go by it. */
  readonly serverClock: Clock
  readonly ids: Ids
  /** False where the server's lobby time-out takes as long as in real life: who would wait for it leaves instead. */
  readonly canTimeOut: boolean
  /** The CA must be trusted by the process: the WebSocket of the platform takes none of its own. */
  readonly signalUrl: string
}

/** What happened, for the summary. */
export interface Tally {
  meetings: number
  joined: number
  turnedAway: number
  failed: string[]
}

const MINUTE = 60_000
const ADMITS_AFTER_MS = 20_000
const GIVES_UP_AFTER_MS = 45_000

interface Meeting {
  readonly stage: Stage
  readonly plan: MeetingPlan
  readonly link: string
  readonly host: SignalClient
  readonly callId: string
  readonly ends: number
  readonly random: () => number
  readonly tally: Tally
  /** Called by a guest who stays until the meeting ends. */
  readonly waitsForEnd: () => void
}

export async function playMeeting(plan: MeetingPlan, stage: Stage, tally: Tally): Promise<void> {
  const company = companies[plan.organizerTenant % companies.length]
  const [organizer = '', colleague = organizer] = company?.users ?? []
  if (!company) return
  const link = await createMeeting(company, organizer, { plan, stage })
  const device = { sdkVersion: '1.46.1', osVersion: 'Windows 11' }
  const host = await connectSignal({
    url: stage.signalUrl,
    identity: { kind: 'm365User', user: plan.organizerJoins ? organizer : colleague },
    client: { ...device, endpointId: stage.ids.uuid() },
  })
  await host.join({ meetingLink: link }, { displayName: plan.organizerJoins ? 'Organizer' : 'Colleague' })
  const { callId } = await host.waitFor('Connected')
  const started = stage.clock.now()
  const random = seededRandom(plan.startsAtMinute * 97 + plan.lastsMinutes)
  const ends = started + plan.lastsMinutes * MINUTE
  const desk = {
    ...placeOf({ home: plan.organizerTenant, network: 'fibre' }, random),
    way: 'direct',
  } as const
  await host.request(environmentOf({ place: desk, network: 'fibre', device, hasVideo: true }, random))
  const shared = { stage, plan, link, host, callId, ends, random, tally }
  const guests = plan.guests.map(guest => playOne(guest, shared))
  await sleep(stage.clock, ends - stage.clock.now())
  // On a busy machine guests come late: the meeting waits for those who still have something to do in it.
  await Promise.all(guests.map(({ settled }) => settled))
  await host.sendStatistics(
    reportsOf({ media: ['Audio', 'Video'], network: 'fibre' }, { seconds: plan.lastsMinutes * 60, random }),
  )
  await host.request({ type: 'endForAll' })
  await Promise.all(guests.map(({ over }) => over))
  host.close()
  tally.meetings += 1
}

/** `settled`: the guest is through, or has nothing to do but wait for the end of the meeting. Neither rejects. */
function playOne(guest: GuestPlan, meeting: Omit<Meeting, 'waitsForEnd'>) {
  const { promise: settled, resolve: waitsForEnd } = Promise.withResolvers<void>()
  const over = playGuest(guest, { ...meeting, waitsForEnd })
    .catch(error => void meeting.tally.failed.push(`${guest.kind}: ${String(error)}`))
    .finally(waitsForEnd)
  return { settled, over }
}

async function createMeeting(
  company: Company,
  organizer: string,
  { plan, stage }: { plan: MeetingPlan; stage: Stage },
) {
  const created = await stage.server.asApp(company, GRAPH_AUDIENCE, {
    method: 'POST',
    path: `/v1.0/users/${encodeURIComponent(organizer)}/onlineMeetings`,
    body: { subject: plan.subject },
  })
  return String(Reflect.get(Object(created), 'joinWebUrl'))
}

async function playGuest(guest: GuestPlan, meeting: Meeting): Promise<void> {
  const { clock } = meeting.stage
  await sleep(clock, guest.arrivesAfterMinutes * MINUTE)
  if (guest.kind === 'phone' || guest.kind === 'bot') return playAdded(guest, meeting)
  const { enter, token } = await door(guest, meeting)
  await playVisit({ guest, meeting, token }, await enter())
  if (guest.rejoinsAfterMinutes === undefined) return
  await sleep(clock, guest.rejoinsAfterMinutes * MINUTE)
  const again = { ...guest, leaving: 'meetingEnds', rejoinsAfterMinutes: undefined } as const
  if (clock.now() < meeting.ends - MINUTE) await playVisit({ guest: again, meeting, token }, await enter())
}

interface Door {
  enter(): Promise<SignalClient>
  /** Of external users, who may also chat while they are in. */
  readonly token?: string
}

/** How this guest opens the door, each time anew: by token, by name, or as nobody in particular. */
async function door(guest: GuestPlan, { stage }: Meeting): Promise<Door> {
  const { server, signalUrl, ids } = stage
  const client = { ...guest.device, endpointId: ids.uuid(), clientInstanceId: ids.uuid() }
  if (guest.kind === 'acsUser') {
    const key = accessKeys[guest.home % accessKeys.length] ?? ''
    const answer = await server.signed(key, {
      method: 'POST',
      path: '/identities?api-version=2023-10-01',
      body: { createTokenWithScopes: ['chat', 'voip'] },
    })
    const token = String(Reflect.get(Object(Reflect.get(Object(answer), 'accessToken')), 'token'))
    return {
      token,
      enter: () => connectSignal({ url: signalUrl, identity: { kind: 'token', token }, client }),
    }
  }
  if (guest.kind === 'teamsAnonymous') {
    return {
      enter: () => connectSignal({ url: signalUrl, identity: { kind: 'teamsAnonymous' }, client }),
    }
  }
  const users = companies[guest.home % companies.length]?.users ?? []
  const identity = { kind: 'm365User', user: users.at(-1) ?? '' } as const
  return { enter: () => connectSignal({ url: signalUrl, identity, client }) }
}

interface Visit {
  readonly guest: GuestPlan
  readonly meeting: Meeting
  readonly token?: string | undefined
}

async function playVisit(planned: Visit, client: SignalClient): Promise<void> {
  try {
    await visit(planned, client)
  } finally {
    client.close()
  }
}

async function visit({ guest, meeting, token }: Visit, client: SignalClient): Promise<void> {
  const { stage, host, tally, random } = meeting
  const story = narratorOf({ guest, client, clock: stage.serverClock, ids: stage.ids, random })
  await story.opened()
  const participantId = await client.join({ meetingLink: meeting.link }, { displayName: guest.name })
  const entered = await client.waitFor('InLobby', 'Connected')
  const isIn = entered.state === 'Connected' || (await playLobby(guest, meeting, { client, participantId }))
  if (!isIn) {
    tally.turnedAway += 1
    return story.refused(client.state?.end?.subCode ?? 0)
  }
  tally.joined += 1
  await story.connected()
  const surroundings = { ...guest, hasVideo: guest.media.includes('Video') }
  await client.request(environmentOf(surroundings, random))
  if (guest.place.way === 'blocked') return giveUp(client, stage.clock)
  const thread = client.state?.scene.threadId
  if (token !== undefined && thread !== undefined) await chat({ server: stage.server, token, thread, random })
  const stays = Math.min(guest.staysMinutes * MINUTE, meeting.ends - stage.clock.now() - MINUTE / 2)
  const leaves = guest.leaving !== 'meetingEnds'
  await sleep(stage.clock, leaves ? stays : Math.max(0, meeting.ends - stage.clock.now() - MINUTE / 4))
  const seconds = Math.max(5, Math.round(stays / 1000))
  await client.sendStatistics(reportsOf(guest, { seconds, random }))
  const leaving = {
    hangUp: () => client.leave(),
    lost: async () => client.close(),
    removed: async () => void (await host.request({ type: 'remove', participantId })),
    meetingEnds: async () => {
      meeting.waitsForEnd()
      await client.waitFor('Disconnected')
    },
  }
  await leaving[guest.leaving]()
  if (guest.leaving !== 'lost') {
    await client.waitFor('Disconnected')
    await story.left({ participantId, remote: host.state?.participantId ?? '' })
  }
}

/** No media come: after a while the client leaves for that reason. */
async function giveUp(client: SignalClient, clock: Clock): Promise<void> {
  await sleep(clock, GIVES_UP_AFTER_MS)
  await client.leave('mediaLost')
  await client.waitFor('Disconnected')
}

/** True when the guest was let in. */
async function playLobby(
  guest: GuestPlan,
  { stage, host, ends }: Meeting,
  { client, participantId }: { readonly client: SignalClient; readonly participantId: string },
): Promise<boolean> {
  const fate = guest.fate === 'timedOut' && !stage.canTimeOut ? 'left' : guest.fate
  await sleep(stage.clock, Math.min(ADMITS_AFTER_MS, Math.max(0, ends - stage.clock.now())))
  if (fate === 'rejected') await host.request({ type: 'reject', participantId })
  if (fate === 'left') await client.leave()
  if (fate === 'admitted' || fate === 'bypassed') {
    await host.request({ type: 'admit', participantId })
    await client.waitFor('Connected')
    return true
  }
  await client.waitFor('Disconnected')
  return false
}

/** Phones and bots have no client of ours: the operator adds them and says what was measured. */
async function playAdded(guest: GuestPlan, meeting: Meeting): Promise<void> {
  const { stage, callId, tally } = meeting
  const ask = (path: string, body?: unknown) =>
    stage.server.asApp(OPERATOR, OPERATOR_AUDIENCE, {
      method: 'POST',
      path: `/operator/calls/${callId}/${path}`,
      body,
    })
  const [collection, body] =
    guest.kind === 'phone'
      ? ['phones', { number: `+4930${100_000 + Math.floor(meeting.random() * 900_000)}`, direction: 'out' }]
      : ['bots', { app: RECORDER }]
  const id = String(Reflect.get(Object(await ask(collection, body)), 'participantId'))
  tally.joined += 1
  await sleep(stage.clock, guest.staysMinutes * MINUTE)
  const seconds = guest.staysMinutes * 60
  const streams = reportsOf({ media: ['Audio'], network: guest.network }, { seconds, random: meeting.random })
  await ask(`participants/${id}/:measure`, { streams })
  await ask(`participants/${id}/:hangUp`)
}

function reportsOf(
  { media, network, place }: Pick<GuestPlan, 'media' | 'network'> & Partial<Pick<GuestPlan, 'place'>>,
  { seconds, random }: { readonly seconds: number; readonly random: () => number },
): readonly StreamReport[] {
  return media.flatMap((mediaType, mediaLine) =>
    (['Outbound', 'Inbound'] as const).map(direction => ({
      id: 1000 + Math.floor(random() * 1_000_000),
      mediaType,
      direction,
      transport: place?.way === 'tlsRelay' ? ('TCP' as const) : ('UDP' as const),
      mediaLine,
      codec: MEDIA[mediaType].codec,
      final: qualityOf({ network, mediaType, direction, seconds }, random),
    })),
  )
}
