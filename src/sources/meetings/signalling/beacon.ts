/**
 * `POST /signal/beacon`: last words of a page that is being left, which browsers deliver when sockets are gone already.
 * The resume key says whose they are. They are taken while the leg lasts and a minute after.
 */
import { Type } from 'typebox'
import { ApiError, type HttpReply, type HttpRequest, type Surface, standardErrorBody } from '#base'
import { endpointId } from '#records'
import type { Answer, Command, CommandServices, Guest } from './command.ts'
import { commands } from './commands.ts'
import type { ClientMessage, ClientMessageType } from './messages.ts'
import { type Problem, problem } from './problems.ts'
import type { ReadMessage } from './read-message.ts'
import type { Seat } from './switchboard.ts'

/** What a page that goes may still say. */
const LAST_WORDS = ['statistics', 'environment', 'clientOperations', 'mediaStats', 'survey', 'leave'] as const
type LastWord = Extract<ClientMessage, { type: (typeof LAST_WORDS)[number] }>

/** What browsers take in one beacon. */
const MOST_BYTES = 64 * 1024

const Beacon = Type.Object(
  {
    resumeKey: Type.String({ minLength: 1, maxLength: 200 }),
    messages: Type.Array(Type.Object({ type: Type.Enum([...LAST_WORDS]) }), { maxItems: 100 }),
  },
  { additionalProperties: false },
)

interface BeaconBody {
  readonly resumeKey: string
  readonly messages: readonly object[]
}

export interface BeaconServices extends CommandServices {
  readonly read: ReadMessage
}

export function beaconSurface(services: BeaconServices): Surface {
  return {
    name: 'signalling',
    // The resume key is a secret of the client.
    access: { kind: 'none' },
    prefixes: ['signal'],
    errorBody: standardErrorBody,
    routes: [
      {
        id: 'SignalBeacon',
        method: 'POST',
        path: '/signal/beacon',
        body: Beacon,
        acceptsText: true,
        handle: async request => takeLastWords(bodyOf(request), services),
      },
    ],
  }
}

/** Sound: the host has checked it against the route's schema. */
function bodyOf({ body }: HttpRequest): BeaconBody {
  if (Buffer.byteLength(JSON.stringify(body)) > MOST_BYTES) {
    const message = `The beacon is longer than ${MOST_BYTES} bytes. Send several.`
    throw new ApiError({ status: 413, code: 'RequestEntityTooLarge', message })
  }
  return body as BeaconBody
}

/** All that can be taken is taken before the first that can't is told of: the page is gone and sends it once. */
async function takeLastWords(
  { resumeKey, messages }: BeaconBody,
  services: BeaconServices,
): Promise<HttpReply> {
  const seat = services.switchboard.seatForLastWords(resumeKey)
  const speaker = seat && speakerFor(seat, services)
  if (!speaker) throw refusal(problem('UnknownResumeKey'), 404)
  const problems: Problem[] = []
  for (const message of messages) {
    const reading = services.read(JSON.stringify(message))
    const answer =
      reading.kind === 'bad' ? reading : await run(reading.message as LastWord, speaker, services)
    if ('problem' in answer) problems.push(answer.problem)
  }
  const [first] = problems
  if (first) throw refusal(first, 400)
  return { status: 204 }
}

/** The table gives each type its own command; TypeScript can't see that key and message belong together. */
const run = (message: LastWord, guest: Guest, services: CommandServices): Promise<Answer> =>
  (commands[message.type] as Command<ClientMessageType>)(message, guest, services)

const refusal = ({ code, message, fix }: Problem, status: number): ApiError =>
  new ApiError({ status, code, message: `${message} ${fix}` })

/** Somebody without a socket, who can be told nothing. Undefined when their leg is forgotten. */
function speakerFor(seat: Seat, { desks, afterwards, switchboard }: CommandServices): Guest | undefined {
  const leg = desks.call(seat.desk)?.legs.get(seat.participant) ?? afterwards.find(seat.participant)?.leg
  if (!leg) return undefined
  const isSeated = switchboard.seatOf(seat.participant) === seat
  return {
    who: { identity: leg.identity, client: leg.client, issuedBy: leg.issuedBy, mayStart: false },
    rawId: seat.rawId,
    endpointId: endpointId(leg.endpointId),
    device: leg.device,
    address: undefined,
    seat: isSeated ? seat : undefined,
    lastSeat: isSeated ? undefined : seat,
    send: () => {},
    unseated: () => {},
  }
}
