/** `$filter` of call records: a span of start times, somebody who took part, or both. */
import { type Instant, parseIso, toIso } from '#base'
import { TEAMS_PERSONS, type TenantId } from '#records'
import { currentRows } from '#teams/record'
import { graphError } from '../graph/errors.ts'
import { unquoted } from '../graph/options.ts'
import { kqlText } from '../out/stored-call.ts'

export interface RecordFilter {
  readonly bounds: readonly { readonly operator: '>=' | '>' | '<=' | '<'; readonly at: Instant }[]
  /** Id of a participant, as participants_v2 gives it. */
  readonly participant?: string | undefined
}

const OPERATORS = { ge: '>=', gt: '>', le: '<=', lt: '<' } as const
type Operator = keyof typeof OPERATORS

const BOUND = /^startDateTime\s+(ge|gt|le|lt)\s+(\S+)$/i
const PARTICIPANT = /^participants_v2\/any\(\s*(\w+)\s*:\s*\1\/id\s+eq\s+'((?:[^']|'')+)'\s*\)$/i
const EXPECTED =
  "expected startDateTime with ge, gt, le or lt and an instant, and participants_v2/any(p:p/id eq '…'), joined by and"

/** Throws ApiError 400 for anything else. */
export function recordFilterOf(text: string | undefined): RecordFilter {
  if (text === undefined) return { bounds: [] }
  const bounds: RecordFilter['bounds'][number][] = []
  let participant: string | undefined
  for (const clause of text.trim().split(/\s+and\s+/i)) {
    const [, operator = '', instant = ''] = BOUND.exec(clause) ?? []
    const at = parseIso(instant)
    const named = PARTICIPANT.exec(clause)?.[2]
    if (at !== undefined) bounds.push({ operator: OPERATORS[operator.toLowerCase() as Operator], at })
    else if (named !== undefined && participant === undefined) participant = unquoted(named)
    else throw graphError('BadRequest', `$filter: found '${clause.slice(0, 100)}'; ${EXPECTED}.`)
  }
  return { bounds, participant }
}

/** The filter as KQL over the sessions of a tenant. */
export function kqlOfFilter({ bounds, participant }: RecordFilter, tenant: TenantId): string {
  const times = bounds.map(({ operator, at }) => `| where CallStartTime ${operator} datetime(${toIso(at)})`)
  return [...times, ...(participant === undefined ? [] : [tookPart(participant, tenant)])].join(' ')
}

/** Ids of Graph: object ids bare, others without their number in front, or a person's key where the id is gone. */
function tookPart(id: string, tenant: TenantId): string {
  const raw = [id, `8:orgid:${id}`, `8:${id}`, `28:orgid:${id}`].map(kqlText).join(', ')
  const persons = `${currentRows(TEAMS_PERSONS, tenant)} | where ObjectId =~ ${kqlText(id)} or RawId in~ (${raw}) | distinct CorrelationId, ParticipantId`
  return `| join kind=leftouter (${persons} | extend IsSought = true) on CorrelationId, ParticipantId | where IsSought or PersonKey == ${kqlText(id)} | project-away IsSought, CorrelationId1, ParticipantId1`
}
