/** The commands of clients that tell of themselves. They answer once what they told is stored. */
import { endpointId, type ReportContent, type SurveyRating, type SurveySubject } from '#records'
import { type Answer, type Command, type CommandServices, type Guest, refuse } from './command.ts'
import type { ClientMessageOf } from './messages.ts'
import { problem } from './problems.ts'
import type { Seat } from './switchboard.ts'
import { clientOf, operationOf, seriesOf, type Told } from './telemetry.ts'
import type { RatingTold } from './telemetry-messages.ts'

type TelemetryCommand = 'clientOperations' | 'mediaStats' | 'survey'

export const telemetryCommands: { readonly [Type in TelemetryCommand]: Command<Type> } = {
  clientOperations: async ({ operations, participantId }, guest, services) => {
    const now = services.clock.now()
    const content: ReportContent = {
      kind: 'operations',
      operations: operations.map(operation => operationOf(operation, services.ids, now)),
    }
    const told = ownLeg(participantId, guest, services)
    if (told) return tell(told, content, services)
    // What happened before a call, or instead of one, is of nobody's leg.
    return participantId === undefined ? tellOutside(content, guest, services) : notOne()
  },
  mediaStats: async ({ series, participantId }, guest, services) => {
    const told = ownLeg(participantId, guest, services)
    if (!told) return participantId === undefined ? refuse(problem('NotInCall')) : notOne()
    const now = services.clock.now()
    return tell(told, { kind: 'mediaStats', series: series.map(one => seriesOf(one, now)) }, services)
  },
  survey: answerSurvey,
}

const notOne = (): Answer => refuse(problem('UnknownParticipant'))

interface OwnLeg extends Told {
  readonly seat: Seat
}

/** The leg that the socket speaks for, or the one before for as long as last words are taken. */
function ownLeg(
  participant: string | undefined,
  { seat, lastSeat }: Guest,
  services: CommandServices,
): OwnLeg | undefined {
  const own = [seat, lastSeat].find(
    one => one && (participant === undefined || one.participant === participant),
  )
  const found = own && legOf(own, services)
  return found && { ...found, seat: own }
}

function legOf(
  { participant, desk }: Seat,
  { desks, afterwards, clock, settings }: CommandServices,
): Told | undefined {
  const call = desks.call(desk)
  const leg = call?.legs.get(participant)
  if (!call || !leg) return afterwards.find(participant)
  const isLate = leg.phase.kind === 'ended' && leg.phase.at + settings.lateMs < clock.now()
  return isLate ? undefined : { call, leg }
}

async function tell(told: OwnLeg, content: ReportContent, { telemetry }: CommandServices): Promise<Answer> {
  const dropped = await telemetry.take(told.seat, clientOf(told), { content, call: told.call })
  return { ok: { ...(dropped > 0 && { dropped }) } }
}

async function tellOutside(
  content: ReportContent,
  guest: Guest,
  { telemetry }: CommandServices,
): Promise<Answer> {
  const { identity, client, issuedBy } = guest.who
  const { diagnosticOptions: _, ...device } = guest.device
  const from = { identity, client, issuedBy, endpointId: endpointId(guest.endpointId), ...device }
  const dropped = await telemetry.take(guest, from, { content })
  return { ok: { ...(dropped > 0 && { dropped }) } }
}

const SUBJECTS: readonly SurveySubject[] = ['overall', 'audio', 'video', 'screenshare']

async function answerSurvey(
  message: ClientMessageOf<'survey'>,
  guest: Guest,
  services: CommandServices,
): Promise<Answer> {
  const told = ownLeg(message.participantId, guest, services)
  if (!told || told.call.id !== message.callId) return notOne()
  const ratings: Partial<Record<SurveySubject, SurveyRating>> = {}
  for (const subject of SUBJECTS) {
    const rating = message[subject]
    if (!rating) continue
    const wrong = wrongWith(rating)
    if (wrong !== undefined) return refuse(problem('BadMessage', `${subject}: ${wrong}`))
    ratings[subject] = onScale(rating)
  }
  const surveyId = services.ids.uuid()
  const answer = await tell(told, { kind: 'survey', survey: { surveyId, ratings } }, services)
  return 'ok' in answer && !answer.ok.dropped ? { ok: { surveyId } } : answer
}

/** The scale of the SDK where the app chose none. */
const SCALE = { lowerBound: 1, upperBound: 5, threshold: 2 }

/** What nobody rated has no scale either. */
const onScale = ({ issues = [], ...rating }: RatingTold): SurveyRating =>
  rating.score === undefined ? { issues } : { ...SCALE, ...rating, issues }

function wrongWith(rating: RatingTold): string | undefined {
  const { score, lowerBound, upperBound } = { ...SCALE, ...rating }
  if (lowerBound >= upperBound) return `the scale from ${lowerBound} to ${upperBound} has no room.`
  if (score === undefined || (score >= lowerBound && score <= upperBound)) return undefined
  return `found score ${score}, expected ${lowerBound} to ${upperBound}.`
}
