/** The records that Azure's documents print come out, field for field, of the calls that they describe. */
import { expect, test } from 'vitest'
import { type Json, parseIso } from '#base'
import { type Call, envelopeOf, type ResourceOwner } from '#records'
import { documentedRecords } from '../records/fixtures/generated/documented-records.ts'
import { sameRecord } from '../records/fixtures/normalise.ts'
import {
  botMeeting,
  directCall,
  directCallee,
  directCaller,
  foreignDirectCall,
  foreignGuestMeeting,
  groupMeeting,
  meetingGuest,
  phoneMeeting,
} from './fixtures/documented-calls.ts'
import { project } from './project.ts'
import { defaultSwitches } from './switches.ts'
import { registryOf } from './testing/world.ts'

interface Described {
  readonly call: Call
  readonly viewer: ResourceOwner
  readonly version?: number
  /** Where we write what newer documents say (R24) and the record is an older one (R25). */
  readonly newer?: Readonly<Record<string, Json>>
}

const direct = { call: directCall(), viewer: directCaller }
const group = { call: groupMeeting(), viewer: meetingGuest }
const otherMask = '19:meeting_MjZiOTAyN2YtZWU1Yi00ZTZiLTk2ZDUtYTZlM2I2ZjgxOTkw@thread.v2'

const DESCRIBED: Readonly<Record<string, Described>> = {
  'p2p-summary-user1': direct,
  'p2p-summary-user2': { call: directCall('2021-07-19T17:54:05.335Z'), viewer: directCaller },
  'p2p-summary-crosstenant-user1': { call: foreignDirectCall, viewer: directCaller },
  'pstn-summary': { call: phoneMeeting, viewer: meetingGuest },
  'group-summary-voip1': group,
  'group-summary-voip3': { call: groupMeeting(otherMask), viewer: meetingGuest },
  'group-summary-pstn2': { ...group, newer: { sdkversion: 'Redacted', osversion: 'Redacted' } },
  'group-summary-crosstenant': { call: foreignGuestMeeting, viewer: meetingGuest },
  'group-summary-crosstenant-bot': { call: botMeeting, viewer: meetingGuest },
  'p2p-diag-audio-1to2': direct,
  'p2p-diag-audio-2to1': direct,
  'p2p-diag-video-1to2': direct,
  'group-diag-audio-1toServer': group,
  'group-diag-audio-ServerTo1': group,
  'group-diag-audio-3toServer': group,
  'group-diag-audio-ServerTo3': group,
  'p2p-summaryupdates-user1': { ...direct, version: 2 },
  'p2p-diagupdates-audio-1to2': { ...direct, version: 2 },
}

/** Columns that the schemas gained after these records were printed. */
const YOUNGER = [
  'participanttenantid',
  'participanttype',
  'participantendsubcode',
  'resultcategory',
  'streamdirection',
]

type Said = Readonly<Record<string, Json>>

const CATEGORIES = ['CallSummary', 'CallDiagnostics', 'CallSummaryUpdates', 'CallDiagnosticsUpdates']
const printed = documentedRecords.filter(({ category }) => CATEGORIES.includes(category))

/** Instants compare as instants; when a record reached its destination (`time`) is the pipeline's matter. */
function plain({ time: _, ...said }: Said): Said {
  const isInstant = (key: string) => key === 'callstarttime' || key === 'participantstarttime'
  const entries = Object.entries(said)
  return Object.fromEntries(
    entries.map(([key, value]) => [key, isInstant(key) ? (parseIso(String(value)) ?? value) : value]),
  )
}

function writtenOf({ call, viewer, version = 1 }: Described, category: string): readonly Said[] {
  const registry = registryOf([directCaller, directCallee, meetingGuest])
  const { records } = project(call, {
    registry,
    viewer: { kind: 'resource', resource: viewer },
    switches: defaultSwitches,
    version,
  })
  return records
    .filter(record => record.category === category)
    .map(record => plain(sameRecord(envelopeOf(record))))
}

/** The records that are about the same endpoint, participant and stream. */
function sameThing(a: Said, b: Said): boolean {
  return ['endpointid', 'participantid', 'streamid'].every(key => a[key] === b[key])
}

test('every printed call record is described by a call', () => {
  expect(printed.map(({ id }) => id).toSorted()).toEqual(Object.keys(DESCRIBED).toSorted())
})

test.each(printed)('$id', ({ id, category, record }) => {
  const described = DESCRIBED[id]
  if (!described) throw new Error(`no call describes ${id}`)
  const expected = { ...plain(sameRecord(record)), ...described.newer }
  const written = writtenOf(described, category).filter(each => sameThing(each, expected))
  expect(written).toHaveLength(1)
  const [fields = {}] = written
  const added = Object.keys(fields).filter(key => !(key in expected))
  expect(added.filter(key => !YOUNGER.includes(key))).toEqual([])
  expect(Object.fromEntries(Object.entries(fields).filter(([key]) => !added.includes(key)))).toEqual(expected)
})
