/** A session as its page shows it: caller, call, callee, and the tabs the role may open. Pure. */
import { PERSON_FIELDS, rightsOf } from '#teams/record'
import type { BothEnds, End, Fact, Facts, SessionPage } from '../answers.ts'
import { bag, count, number, type Row, text, time } from '../cells.ts'
import { participantOf } from '../shape-participant.ts'
import { type Looking, whoOf } from '../shape-who.ts'
import { whyBlank } from '../why.ts'
import {
  CONNECTIVITY,
  DEVICE,
  type FactSection,
  type FigureFact,
  NETWORK_FIGURES,
  PATH_FIGURES,
  STREAM_FIGURES,
  SYSTEM,
} from './fact-rows.ts'
import { factOf, figureOf, fitsMedium, type Side, type SideStream, sideOf } from './side.ts'

export interface SessionRows {
  /** Of the participant, and of the peer of a direct call. */
  readonly sessions: readonly Row[]
  readonly streams: readonly Row[]
  readonly feedback: Row | undefined
  readonly kql: SessionPage['kql']
}

/** Undefined when that participant was not in the call. */
export function sessionPage(
  participant: string,
  { sessions, streams, feedback, kql }: SessionRows,
  looking: Looking,
): SessionPage | undefined {
  const own = sessions.find(row => text(row, 'ParticipantId') === participant)
  if (!own) return undefined
  const peer = sessions.find(row => row !== own)
  const side = sideOf(own, whoOf(own, looking), streams)
  const other = peer && sideOf(peer, whoOf(peer, looking), streams)
  const isCaller = isCallerOf(side)
  const [here, there] = [endOfSide(side), other ? endOfSide(other) : SERVICE]
  const mayLookDeeper = rightsOf[looking.role].advanced
  return {
    callId: text(own, 'CorrelationId'),
    participantId: participant,
    meetingId: text(own, 'MeetingId'),
    startTime: text(own, 'StartTime'),
    endTime: text(own, 'EndTime'),
    participant: participantOf(own, looking),
    caller: isCaller ? here : there,
    callee: isCaller ? there : here,
    state: stateOf(own),
    durationSeconds: count(own, 'DurationSeconds'),
    overview: {
      device: factsOf(side, DEVICE),
      system: factsOf(side, SYSTEM),
      connectivity: factsOf(side, CONNECTIVITY),
      network: side.streams.map(stream => ({
        title: streamTitle(stream),
        facts: figuresOf(stream, NETWORK_FIGURES),
      })),
    },
    advanced: mayLookDeeper ? advancedOf(isCaller ? [side, other] : [other, side]) : null,
    debug: mayLookDeeper ? debugOf(side, feedback) : null,
    ...(!mayLookDeeper && { withheld: whyBlank('T10') }),
    kql,
  }
}

const SERVICE: End = { label: 'Microsoft Teams', address: null, isService: true }

const endOfSide = ({ who }: Side): End => ({
  label: who.label,
  address: who.fields.LocalAddress ?? who.fields.IpAddress ?? null,
  isService: false,
  who,
})

/** Who comes to a meeting calls it; of two, the streams say who called. */
function isCallerOf({ session, streams }: Side): boolean {
  const [first] = streams
  if (!first || text(session, 'SessionType') !== 'P2P') return true
  const isFirst = text(first.row, 'FirstParticipantId') === text(session, 'ParticipantId')
  return (first.row.FirstIsCaller === true) === isFirst
}

function stateOf(row: Row): string {
  if (time(row, 'JoinTime') === null) return 'NOT CONNECTED'
  return text(row, 'MediaFailureType') === 'Midcall' ? 'DROPPED' : 'COMPLETE'
}

const factsOf = (side: Side, sections: readonly FactSection[]): readonly Facts[] =>
  sections.map(({ title, facts }) => ({ title, facts: facts.map(row => factOf(side, row)) }))

const figuresOf = (stream: SideStream, figures: readonly FigureFact[]): readonly Fact[] =>
  figures.filter(row => fitsMedium(row, stream.mediaType)).map(row => figureOf(stream, row))

const MEDIA: Readonly<Record<string, string>> = {
  Audio: 'audio',
  Video: 'video',
  VBSS: 'screen sharing',
  AppSharing: 'application sharing',
}

const streamTitle = ({ mediaType, isInbound, codec }: SideStream): string =>
  `${isInbound ? 'Inbound' : 'Outbound'} ${MEDIA[mediaType] ?? mediaType}${codec === '' ? '' : ` · ${codec}`}`

type Ends = readonly [caller: Side | undefined, callee: Side | undefined]

/** One table of both ends, in the admin center's order; what it has no name for comes after. */
function advancedOf(ends: Ends): NonNullable<SessionPage['advanced']> {
  const sections = (of: readonly FactSection[]) =>
    of.map(({ title, facts }) => ({
      title,
      rows: facts.map(row => bothEnds(row.name, row.unit ?? '', ends, side => factOf(side, row))),
    }))
  const [capture, render, video, videoRender] = sections(DEVICE)
  const streams = (isInbound: boolean, medium: string, figures: readonly FigureFact[], what: string) => ({
    title: `${isInbound ? 'Inbound' : 'Outbound'} ${what}`,
    rows: figures
      .filter(row => fitsMedium(row, medium))
      .map(row =>
        bothEnds(row.name, row.unit, ends, side =>
          figureOf(
            side.streams.find(one => one.isInbound === isInbound && one.mediaType === medium),
            row,
          ),
        ),
      ),
  })
  const hasMedium = (medium: string) =>
    ends.some(side => side?.streams.some(({ mediaType }) => mediaType === medium))
  const more = Object.entries(MEDIA)
    .filter(([medium]) => medium !== 'Audio' && hasMedium(medium))
    .flatMap(([medium, words]) =>
      [true, false].map(isInbound =>
        streams(isInbound, medium, [...STREAM_FIGURES, ...PATH_FIGURES], `${words} stream`),
      ),
    )
  const groups = [
    capture,
    render,
    video,
    videoRender,
    streams(true, 'Audio', STREAM_FIGURES, 'audio stream'),
    streams(false, 'Audio', STREAM_FIGURES, 'audio stream'),
    ...sections(SYSTEM),
    ...sections(CONNECTIVITY),
    streams(true, 'Audio', PATH_FIGURES, 'network'),
    streams(false, 'Audio', PATH_FIGURES, 'network'),
    ...more,
    { title: 'Other', rows: otherOf(ends) },
  ]
  return groups.filter(group => group !== undefined && group.rows.length > 0) as NonNullable<
    SessionPage['advanced']
  >
}

function bothEnds(name: string, unit: string, [first, second]: Ends, read: (side: Side) => Fact): BothEnds {
  const of = (side: Side | undefined) => {
    if (!side) return { value: null }
    const { name: _, unit: __, ...rest } = read(side)
    return rest
  }
  return { name, unit, first: of(first), second: of(second) }
}

/** What was told of an end beyond what has a place above. */
function otherOf(ends: Ends): readonly BothEnds[] {
  const shown = new Set([...DEVICE, ...SYSTEM, ...CONNECTIVITY].flatMap(({ facts }) => facts.map(detailName)))
  const told = ends.flatMap(side => (side ? Object.keys(bag(side.session, 'Details')) : []))
  const names = [...new Set(told)].filter(name => !shown.has(name)).sort()
  return names.map(name =>
    bothEnds(name, '', ends, side => factOf(side, { name, source: { from: 'detail', name } })),
  )
}

const detailName = ({ source }: { readonly source: { readonly from: string; readonly name: string } }) =>
  source.from === 'detail' ? source.name : undefined

/** Everything as it is stored, names and values. */
function debugOf(side: Side, feedback: Row | undefined): NonNullable<SessionPage['debug']> {
  const { session, who, streams } = side
  const hidden = new Set<string>([...PERSON_FIELDS, ...RAW_HIDDEN])
  const person = [
    ...Object.entries(who.fields).map(([name, value]): Fact => ({ name, value, unit: '' })),
    ...Object.entries(who.withheld).map(
      ([name, withheld]): Fact => ({ name, value: null, unit: '', withheld }),
    ),
  ]
  return [
    { title: 'Session', facts: rawOf(session, hidden) },
    { title: 'Told of the end', facts: rawOf(bag(session, 'Details') as Row, new Set()) },
    { title: 'Who and where', facts: person },
    ...(feedback ? [{ title: 'Feedback', facts: rawOf(feedback, hidden) }] : []),
    ...streams.map(stream => ({
      title: `${streamTitle(stream)} · stream ${number(stream.row, 'StreamId') ?? ''}`,
      facts: rawOf(stream.row, hidden),
    })),
  ].filter(({ facts }) => facts.length > 0)
}

const RAW_HIDDEN = ['Details', 'Verdicts', 'TenantId', 'SourceSystem', '_IsBillable', '_BilledSize'] as const

/** Cells that hold something; identifiable ones come masked, from elsewhere. */
const rawOf = (row: Row, hidden: ReadonlySet<string>): readonly Fact[] =>
  Object.entries(row)
    .filter(([name, value]) => value !== null && value !== undefined && value !== '' && !hidden.has(name))
    .map(([name, value]): Fact => ({ name, unit: '', value: typeof value === 'object' ? null : value }))
