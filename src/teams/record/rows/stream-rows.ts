/**
 * The streams of a call between two ends each: in a meeting between the server, which is First, and a participant; in
 * a direct call between the two, where what one measured of its sending and the other of its hearing is one stream.
 */
import { toIso } from '#base'
import { endCode, type Field, type Leg, type Stream, type StreamQuality, shown } from '#records'
import { classify } from '../classification/classify.ts'
import { figuresOf, judgedOf } from '../classification/judged.ts'
import { classifierOf } from '../classification/rules.ts'
import { reporterOf } from '../classification/session-verdict.ts'
import { orderEnds } from '../ends.ts'
import { mediaFailureOf, setupFailureReasonOf } from '../failure.ts'
import { endOf, homeTenantOf, type StreamEnd, serverEnd } from './end-of-stream.ts'
import { withLegs } from './legs.ts'
import { callFields, type Sight } from './sight.ts'

type Fields = Readonly<Record<string, Field>>

/** A stream, or the want of one, of a connection. */
interface Line {
  readonly leg: Leg
  /** Absent: the row tells of reliability alone. */
  readonly stream?: Stream | undefined
  readonly sender: StreamEnd
  readonly receiver: StreamEnd
  readonly reportedBy?: 'receiver' | 'sender' | undefined
}

/** The rows of a call, in the order of its connections; of those who never got past the lobby there are none (T7). */
export function streamFields(sight: Sight): readonly Fields[] {
  const { call, callType } = sight
  const joined = call.legs.filter(leg => leg.joined !== undefined || leg.lobby === undefined)
  const lines =
    callType === 'P2P' ? directLines(joined, sight) : joined.flatMap(leg => serverLines(leg, sight))
  return withLegs(lines.map(line => fieldsOf(line, sight)))
}

/** A phone that was dialled out to is called by the server. */
const isCalled = ({ pstnCallType }: Leg): boolean => /out/i.test(pstnCallType ?? '')

function serverLines(leg: Leg, sight: Sight): readonly Line[] {
  const line = (stream?: Stream): Line => {
    const byServer = stream?.measuredBy === 'server'
    const server = serverEnd({ isCaller: isCalled(leg), isWitness: byServer })
    const participant = endOf(leg, sight, {
      isCaller: !isCalled(leg),
      isWitness: stream !== undefined && !byServer && isMeasured(stream),
    })
    const isInbound = stream?.direction === 'Inbound'
    return {
      leg,
      stream,
      sender: isInbound ? server : participant,
      receiver: isInbound ? participant : server,
      reportedBy: stream && isMeasured(stream) ? reporterOf(stream) : undefined,
    }
  }
  return leg.streams.length > 0 ? leg.streams.map(line) : [line()]
}

const isMeasured = ({ quality }: Stream): boolean =>
  Object.values(quality).some(figure => figure !== undefined)

/** Of each medium, what one sends is what the other receives: the n-th of one belongs to the n-th of the other. */
function directLines([caller, callee]: readonly Leg[], sight: Sight): readonly Line[] {
  if (!caller || !callee) return caller ? [blankLine(caller, caller, sight)] : []
  const both = [
    ...sentLines(caller, callee, { sight, senderCalls: true }),
    ...sentLines(callee, caller, { sight, senderCalls: false }),
  ]
  return both.length > 0 ? both : [blankLine(caller, callee, sight)]
}

interface Sending {
  readonly sight: Sight
  readonly senderCalls: boolean
}

function sentLines(sender: Leg, receiver: Leg, { sight, senderCalls }: Sending): readonly Line[] {
  const sent = sender.streams.filter(({ direction }) => direction === 'Outbound')
  const heard = receiver.streams.filter(({ direction }) => direction === 'Inbound')
  const media = [...new Set([...sent, ...heard].map(({ mediaType }) => mediaType))]
  return media.flatMap(mediaType => {
    const out = sent.filter(stream => stream.mediaType === mediaType)
    const into = heard.filter(stream => stream.mediaType === mediaType)
    return Array.from({ length: Math.max(out.length, into.length) }, (_, at): Line => {
      const [sending, hearing] = [out[at], into[at]]
      return {
        leg: sender,
        stream: mergedOf(sending, hearing),
        sender: endOf(sender, sight, { isCaller: senderCalls, isWitness: !!sending && isMeasured(sending) }),
        receiver: endOf(receiver, sight, {
          isCaller: !senderCalls,
          isWitness: !!hearing && isMeasured(hearing),
        }),
        reportedBy:
          hearing && isMeasured(hearing) ? 'receiver' : sending && isMeasured(sending) ? 'sender' : undefined,
      }
    })
  })
}

/** What was heard counts; what only the sender knows completes it. */
function mergedOf(sent: Stream | undefined, heard: Stream | undefined): Stream | undefined {
  if (!sent || !heard) return sent ?? heard
  return {
    ...sent,
    ...heard,
    direction: 'Outbound',
    id: sent.id,
    quality: known({ ...sent.quality }, heard.quality),
  }
}

const known = (base: StreamQuality, over: StreamQuality): StreamQuality => ({
  ...base,
  ...Object.fromEntries(Object.entries(over).filter(([, figure]) => figure !== undefined)),
})

const blankLine = (one: Leg, other: Leg, sight: Sight): Line => ({
  leg: one,
  sender: endOf(one, sight, { isCaller: true, isWitness: false }),
  receiver: endOf(other, sight, { isCaller: false, isWitness: false }),
})

function fieldsOf(line: Line, sight: Sight): Fields {
  const { leg, stream, sender, receiver } = line
  const [first, second] = orderEnds(sender, receiver)
  const until = stream?.until ?? leg.end
  const from = Math.min(stream?.from ?? leg.joined ?? leg.start, until)
  return {
    ...callFields(sight),
    ParticipantId: shown(leg.participantId),
    StartTime: shown(toIso(from)),
    EndTime: shown(toIso(until)),
    DurationSeconds: shown((until - from) / 1000),
    StreamDirection: shown(stream && (sender === first ? 'First-to-Second' : 'Second-to-First')),
    FirstIsCaller: shown(first.isCaller),
    CdrAvailable: shown(true),
    QoeAvailable: shown(line.reportedBy !== undefined),
    ReportedBy: shown(line.reportedBy),
    ...columnsOf('First', first),
    ...columnsOf('Second', second),
    ...mediaOf(line, sight),
    ...endingOf(leg),
    IsAnonymousJoin: shown(isAnonymous(first) || isAnonymous(second)),
    IsFederated: shown(isFederated(leg, sight)),
    Region: shown(sight.region),
    PstnCallType: shown(leg.pstnCallType),
  }
}

const columnsOf = (end: 'First' | 'Second', { columns }: StreamEnd): Fields =>
  Object.fromEntries(Object.entries(columns).map(([name, field]) => [`${end}${name}`, field]))

const isAnonymous = ({ columns: { UserType } }: StreamEnd): boolean =>
  UserType?.kind === 'shown' && UserType.value === 'Anonymous'

/** A user of Microsoft 365 from another tenant; whoever has no tenant is no federated user. */
function isFederated(leg: Leg, { tenant }: Sight): boolean {
  const home = leg.identity.kind === 'm365User' ? homeTenantOf(leg) : undefined
  return home !== undefined && home !== tenant
}

/** What was sent, how well, and what the rule in force says of it. */
function mediaOf({ leg, stream, reportedBy }: Line, { callType }: Sight): Fields {
  const rule = classifierOf('cqd')
  if (!stream || !rule) return { Classification: shown('Unclassified') }
  const { verdict, version, reasons } = classify(rule, judgedOf(stream, leg, reportedBy))
  const figures = Object.entries(figuresOf(stream)).map(([column, value]) => [column, shown(value)])
  return {
    StreamId: shown(stream.id),
    MediaLineLabel: shown(stream.mediaLine),
    MediaType: shown(stream.mediaType),
    ConferenceType: shown(callType === 'P2P' ? undefined : conferenceOf(stream)),
    Transport: shown(stream.transport),
    PayloadDescription: shown(stream.codec),
    ...Object.fromEntries(figures),
    PacketUtilization: shown(whole(stream.quality.packetUtilization)),
    BandwidthEstimate: shown(leg.network?.bandwidthEstimate),
    FecUsed: shown(stream.quality.fecUsedRatio === undefined ? undefined : stream.quality.fecUsedRatio > 0),
    Classification: shown(verdict),
    ClassifierRule: shown(rule.id),
    ClassifierVersion: shown(version),
    PoorReasons: shown(reasons.join(',')),
  }
}

const whole = (count: number | undefined): number | undefined =>
  count === undefined ? undefined : Math.round(count)

const conferenceOf = ({ mediaType }: Stream): string =>
  mediaType === 'VBSS' || mediaType === 'AppSharing' ? 'conf:applicationsharing' : 'conf:audio-video'

function endingOf(leg: Leg): Fields {
  const { code, subCode } = leg.ended
  const { message, category } = endCode(code, subCode)
  return {
    MediaFailureType: shown(mediaFailureOf(leg)),
    CallSetupFailureReason: shown(setupFailureReasonOf(leg)),
    ResultCategory: shown(category),
    EndCode: shown(code),
    EndSubCode: shown(subCode),
    EndReason: shown(message),
  }
}
