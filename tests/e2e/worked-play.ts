/** Plays a worked meeting through the public doors alone: identity API, Graph, signalling, operator. */
import { connectSignal, type LocatorInput, type SignalClient, type StreamReport } from '#sources/meetings'
import { type Client, tokenFor, userTokenFor } from './client.ts'
import type { ServerProcess } from './server-process.ts'
import {
  accessKeyOfResource,
  memberOf,
  organizerOf,
  type ResourceName,
  type TenantLetter,
  tenantIds,
} from './worked-world.ts'

/** As the documents list them. */
export interface Participant {
  readonly id: string
  readonly kind: 'organizer' | 'microsoft365' | 'acs' | 'phone' | 'bot'
  readonly tenant?: TenantLetter
  readonly resource?: ResourceName
  readonly state: 'joined' | 'rejectedInLobby'
}

export interface Played {
  readonly callId: string
  /** The name in the documents by participant id. */
  readonly names: ReadonlyMap<string, string>
  /** Raw ids of the external users, by their resource. */
  readonly guests: readonly { readonly resource: ResourceName; readonly rawId: string }[]
}

export const SDK = '1.46.1'
export const OS = 'Windows 11'
const RECORDING_BOT = 'b1902c3e-b9f7-4650-9b23-5772bd429747'

const streams: readonly StreamReport[] = (['Outbound', 'Inbound'] as const).map((direction, i) => ({
  id: i + 1,
  mediaType: 'Audio',
  direction,
  transport: 'UDP',
  window: { seconds: 10, packets: 500, jitter: { avg: 3, max: 7 }, packetLossRate: 0.01 },
}))

export interface Stage {
  readonly server: ServerProcess
  readonly client: Client
}

interface Scene extends Stage {
  readonly organizer: SignalClient
  readonly locator: LocatorInput
  readonly callId: string
}

export async function play(
  stage: Stage,
  { organizerTenant, participants }: { organizerTenant: TenantLetter; participants: readonly Participant[] },
): Promise<Played> {
  const locator = { meetingLink: await makeMeeting(stage, organizerTenant) }
  const organizer = await enter(stage, { kind: 'm365User', user: organizerOf(organizerTenant) })
  const names = new Map([[await organizer.join(locator), 'o']])
  const { callId } = await organizer.waitFor('Connected')
  const scene: Scene = { ...stage, organizer, locator, callId }
  const guests: { resource: ResourceName; rawId: string }[] = []
  for (const participant of participants.filter(({ kind }) => kind !== 'organizer')) {
    const { participantId, rawId } = await bringIn(scene, participant)
    names.set(participantId, participant.id)
    if (participant.resource && rawId !== undefined) guests.push({ resource: participant.resource, rawId })
  }
  await organizer.sendStatistics(streams)
  await organizer.request({ type: 'endForAll' })
  await organizer.waitFor('Disconnected')
  organizer.close()
  return { callId, names, guests }
}

export const enter = (
  { server }: Stage,
  identity: Parameters<typeof connectSignal>[0]['identity'],
  more: ClientInfo = {},
): Promise<SignalClient> =>
  connectSignal({
    url: `${server.origin.replace('https', 'wss')}/signal`,
    identity,
    client: { sdkVersion: SDK, osVersion: OS, ...more },
  })

type ClientInfo = NonNullable<Parameters<typeof connectSignal>[0]['client']>

interface Entered {
  readonly participantId: string
  readonly rawId?: string
}

function bringIn(scene: Scene, participant: Participant): Promise<Entered> {
  const ways: Readonly<Record<Participant['kind'], () => Promise<Entered>>> = {
    organizer: () => Promise.reject(new Error('the organizer is there already')),
    microsoft365: () => joinAs(scene, participant, async () => ({ kind: 'm365User', user: memberOf('A') })),
    acs: () =>
      joinAs(scene, participant, async () => ({
        kind: 'token',
        token: await guestToken(scene, participant),
      })),
    phone: () => addByOperator(scene, 'phones', { number: '+4930123456', direction: 'out' }),
    bot: () => addByOperator(scene, 'bots', { app: RECORDING_BOT }),
  }
  return ways[participant.kind]()
}

type Identity = Parameters<typeof connectSignal>[0]['identity']

/** Everybody of another organization waits in the lobby until the organizer decides. */
async function joinAs(
  scene: Scene,
  { id, state }: Participant,
  identify: () => Promise<Identity>,
): Promise<Entered> {
  const { organizer } = scene
  const person = await enter(scene, await identify())
  const participantId = await person.join(scene.locator, { displayName: id })
  const { state: first } = await person.waitFor('InLobby', 'Connected')
  if (first === 'InLobby') {
    await organizer.request({ type: state === 'joined' ? 'admit' : 'reject', participantId })
  }
  await person.waitFor(state === 'joined' ? 'Connected' : 'Disconnected')
  if (state === 'joined') await person.sendStatistics(streams)
  return { participantId, rawId: person.rawId }
}

async function addByOperator(scene: Scene, what: 'phones' | 'bots', body: unknown): Promise<Entered> {
  const call = `/operator/calls/${scene.callId}`
  const { participantId } = await asOperator(scene, `${call}/${what}`, body)
  await asOperator(scene, `${call}/participants/${participantId}/:measure`, { streams })
  return { participantId }
}

async function asOperator({ client, server }: Stage, path: string, body: unknown): Promise<Entered> {
  const token = await tokenFor(server.httpOrigin, 'https://anteroom.local')
  return posted(client, { path, token, body })
}

export async function guestToken(
  { client }: Stage,
  { resource }: Pick<Participant, 'resource'>,
): Promise<string> {
  const { status, text } = await client.send({
    method: 'POST',
    path: '/identities?api-version=2023-10-01',
    accessKey: accessKeyOfResource(resource ?? 'R1'),
    body: JSON.stringify({ createTokenWithScopes: ['voip'] }),
  })
  if (status !== 201) throw new Error(`${status}: ${text}`)
  return (JSON.parse(text) as { accessToken: { token: string } }).accessToken.token
}

/** Gives the join link. */
export async function makeMeeting({ client, server }: Stage, tenant: TenantLetter): Promise<string> {
  const token = await userTokenFor(server.httpOrigin, {
    tenant: tenantIds[tenant],
    userPrincipalName: organizerOf(tenant),
    scope: 'https://graph.microsoft.com/.default',
    clientId: 'any',
  })
  const meeting = await posted<{ joinWebUrl: string }>(client, {
    path: '/v1.0/me/onlineMeetings',
    token,
    body: { subject: 'Worked', lobbyBypassSettings: { scope: 'organization' } },
  })
  return meeting.joinWebUrl
}

async function posted<Answer>(
  client: Client,
  { path, token, body }: { readonly path: string; readonly token: string; readonly body: unknown },
): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}` }
  const { status, text } = await client.send({ method: 'POST', path, headers, body: JSON.stringify(body) })
  if (status >= 300) throw new Error(`${path}: ${status} ${text}`)
  // The caller names the shape; a member that is not there shows at once in what it is used for.
  return (text === '' ? {} : JSON.parse(text)) as Answer
}
