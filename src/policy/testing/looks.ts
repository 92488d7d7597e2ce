/** What a resource sees of a call, in words a test can compare. */
import { type Call, type LogRecord, type ResourceOwner, type Row, rowOf } from '#records'
import { type Projection, project } from '../project.ts'
import { defaultSwitches, type Switches } from '../switches.ts'
import { registry } from './world.ts'

export interface Look {
  readonly switches?: Partial<Switches>
  readonly version?: number
}

export function seenBy(resource: ResourceOwner, call: Call, look: Look = {}): Projection {
  const switches: Switches = { ...defaultSwitches, ...look.switches }
  return project(call, {
    registry,
    viewer: { kind: 'resource', resource },
    switches,
    version: look.version ?? 1,
  })
}

export const recordsOf = ({ records }: Projection, category: string): readonly LogRecord[] =>
  records.filter(record => record.category === category)

export const rowsOf = (projection: Projection, category: string): readonly Row[] =>
  recordsOf(projection, category).map(rowOf)

/** The names of the people who have rows of that category, one entry a row. */
export const namesIn = (projection: Projection, category: string): readonly string[] =>
  recordsOf(projection, category).map(nameOf)

/** The records about one person. */
export const recordsAbout = (projection: Projection, category: string, name: string): readonly LogRecord[] =>
  recordsOf(projection, category).filter(record => nameOf(record) === name)

/** Ids of the builders end with their person's name; Server rows have a participant id only, direct calls none. */
function nameOf(record: LogRecord): string {
  const { ParticipantId, EndpointId } = rowOf(record)
  return String(ParticipantId ?? EndpointId).replace(/^.*-of-/, '')
}

/** Verdicts on a person, in the order of the categories. */
export const verdictsOn = ({ verdicts }: Projection, name: string) =>
  verdicts.filter(verdict => verdict.endpointId.endsWith(`-of-${name}`))
