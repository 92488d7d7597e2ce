/** Measures beside the same figures counted by hand from the raw rows, in plain loops and not by the KQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCube, type Cube } from '../../../tests/teams/a-cube.ts'
import type { Row } from '../../../tests/teams/seeded-rows.ts'

let cube: Cube
beforeAll(async () => {
  cube = await aCube()
}, 120_000)
afterAll(() => cube[Symbol.asyncDispose]())

type Rows = readonly Row[]
type Expected = (rows: Rows) => number | null

const num = (row: Row, column: string): number | undefined => {
  const value = row[column]
  return typeof value === 'number' ? value : undefined
}

const tally =
  (is: (row: Row) => boolean): Expected =>
  rows => {
    let found = 0
    for (const row of rows) if (is(row)) found++
    return found
  }

const calls =
  (is: (row: Row) => boolean): Expected =>
  rows => {
    const seen = new Set<unknown>()
    for (const row of rows) if (is(row)) seen.add(row.CorrelationId)
    return seen.size
  }

const mean =
  (value: (row: Row) => number | undefined): Expected =>
  rows => {
    let [sum, count] = [0, 0]
    for (const row of rows) {
      const found = value(row)
      if (found === undefined) continue
      sum += found
      count++
    }
    return count === 0 ? null : sum / count
  }

const per =
  (part: Expected, whole: Expected, times = 100): Expected =>
  rows => {
    const all = whole(rows) ?? 0
    return all === 0 ? null : (times * (part(rows) ?? 0)) / all
  }

const plus =
  (one: Expected, other: Expected, sign: 1 | -1 = 1): Expected =>
  rows =>
    (one(rows) ?? 0) + sign * (other(rows) ?? 0)

const isMedia = (media: string) => (row: Row) => row.MediaType === media
const isGrade = (media: string, grade: string) => (row: Row) =>
  row.MediaType === media && row.Classification === grade
const over = (media: string, column: string, limit: number) => (row: Row) =>
  row.MediaType === media && (num(row, column) ?? -1) > limit
const under = (media: string, column: string, limit: number) => (row: Row) =>
  row.MediaType === media && (num(row, column) ?? limit) < limit

const cdr = tally(row => row.CdrAvailable === true)
const setupFailed = tally(row => row.MediaFailureType === 'CallSetup')
const dropped = tally(row => row.MediaFailureType === 'Midcall')
const succeeded = plus(cdr, setupFailed, -1)
const audio = tally(isMedia('Audio'))
const audioPoor = tally(isGrade('Audio', 'Poor'))
const audioGood = tally(isGrade('Audio', 'Good'))
const secondsOf = (row: Row) =>
  (Date.parse(String(row.CallEndTime)) - Date.parse(String(row.CallStartTime))) / 1000
const rated = (row: Row) => (num(row, 'Rating') ?? 0) > 0
const phone = (row: Row) => row.PstnCallType !== ''
const connected = (row: Row) => row.MediaType !== undefined && row.MediaFailureType !== 'CallSetup'
const detail = (row: Row, name: string) => {
  const details = row.SecondDetails
  const value = typeof details === 'object' ? details?.[name] : undefined
  return typeof value === 'number' && row.MediaType === 'Audio' ? value : undefined
}

/** The verdict of a call by its worst stream among the given ones. */
const callsGraded =
  (wanted: 'Poor' | 'Good' | 'Unclassified'): Expected =>
  rows => {
    const grades = new Map<unknown, Set<unknown>>()
    for (const row of rows) {
      if (row.MediaType !== 'Audio') continue
      const known = grades.get(row.CorrelationId) ?? new Set()
      grades.set(row.CorrelationId, known.add(row.Classification))
    }
    const verdictOf = (known: Set<unknown>) =>
      known.has('Poor') ? 'Poor' : known.has('Good') ? 'Good' : 'Unclassified'
    return [...grades.values()].filter(known => verdictOf(known) === wanted).length
  }

/** Streams by the verdict of their connection, worked out from both directions here. */
const legsGraded =
  (wanted: string): Expected =>
  rows => {
    const worst = new Map<unknown, string>()
    for (const row of cube.raw.streams) {
      if (row.MediaType !== 'Audio') continue
      const before = worst.get(row.ParticipantId)
      const grade = String(row.Classification)
      if (before === undefined || before === 'Unclassified' || grade === 'Poor')
        worst.set(row.ParticipantId, grade)
    }
    return rows.filter(row => row.MediaType === 'Audio' && worst.get(row.ParticipantId) === wanted).length
  }

/** The fullest minute. */
const atOnce =
  (is: (row: Row) => boolean): Expected =>
  rows => {
    const minutes = new Map<number, Set<unknown>>()
    for (const row of rows.filter(is)) {
      const [from, until] = [row.StartTime, row.EndTime].map(time => Date.parse(String(time)) / 180_000)
      for (let at = Math.floor(from ?? 0); at <= (until ?? 0); at++) {
        minutes.set(at, (minutes.get(at) ?? new Set()).add(row.ParticipantId))
      }
    }
    return Math.max(0, ...[...minutes.values()].map(ids => ids.size))
  }

const participants =
  (is: (row: Row) => boolean): Expected =>
  rows =>
    new Set(rows.filter(is).map(row => row.ParticipantId)).size

const median =
  (value: (row: Row) => number | undefined): Expected =>
  rows => {
    const sorted = rows
      .map(value)
      .filter(found => found !== undefined)
      .toSorted((a, b) => a - b)
    return sorted[Math.ceil(sorted.length / 2) - 1] ?? null
  }

const measures: Readonly<Record<string, Expected>> = {
  'Total Stream Count': rows => rows.length,
  'Total CDR Available Stream Count': cdr,
  'Total Call Setup Failed Stream Count': setupFailed,
  'Total Call Dropped Stream Count': dropped,
  'Total Media Failed Stream Count': plus(setupFailed, dropped),
  'Total Call Setup Succeeded Stream Count': succeeded,
  'Total Media Succeeded Stream Count': plus(succeeded, dropped, -1),
  'Total Call Setup Failure Percentage': per(setupFailed, cdr),
  'Total Call Dropped Failure Percentage': per(dropped, succeeded),
  'Total Media Failure Percentage': per(plus(setupFailed, dropped), cdr),
  'Total Answer Seizure Ratio': per(
    calls(row => secondsOf(row) < 5),
    calls(() => true),
    1,
  ),
  'Total Short Call Percentage': per(
    calls(row => secondsOf(row) < 60),
    calls(() => true),
  ),
  'Total Audio Stream Duration (Minutes)': rows =>
    rows.filter(isMedia('Audio')).reduce((sum, row) => sum + (num(row, 'DurationSeconds') ?? 0), 0) / 60,
  'Total CDR Available Call Count': calls(row => row.CdrAvailable === true),
  'Total Media Failed Call Count': calls(row => row.MediaFailureType !== ''),
  'Avg Call Duration': mean(row => num(row, 'DurationSeconds')),
  'Audio Stream Count': audio,
  'Audio Poor Stream Count': audioPoor,
  'Audio Unclassified Stream Count': plus(audio, plus(audioPoor, audioGood), -1),
  'Audio Poor Percentage': per(audioPoor, plus(audioPoor, audioGood)),
  'Audio OnePercent PacketLoss Count': tally(over('Audio', 'PacketLossRate', 0.01)),
  'Audio OnePercent PacketLoss Percentage': per(tally(over('Audio', 'PacketLossRate', 0.01)), audio),
  'Audio Poor Due To Jitter Count': tally(over('Audio', 'Jitter', 30)),
  'Audio Poor Due To RoundTrip Count': tally(over('Audio', 'RoundTrip', 500)),
  'Audio Poor Due To ConcealedRatio Count': tally(over('Audio', 'ConcealedRatio', 0.07)),
  'Audio Poor Call Stream Count': legsGraded('Poor'),
  'Audio Good Call Stream Count': legsGraded('Good'),
  'Audio Unclassified Call Stream Count': legsGraded('Unclassified'),
  'Audio Poor Call Level Percentage': per(legsGraded('Poor'), plus(legsGraded('Poor'), legsGraded('Good'))),
  'Audio Call Count': calls(isMedia('Audio')),
  'Audio Poor Call Count': callsGraded('Poor'),
  'Audio Good Call Count': callsGraded('Good'),
  'Audio Unclassified Call Count': callsGraded('Unclassified'),
  'Audio Poor Call Percentage': per(callsGraded('Poor'), plus(callsGraded('Poor'), callsGraded('Good'))),
  'Video Poor Due To VideoPostFecplr Count': tally(over('Video', 'VideoPostFecLoss', 0.15)),
  'Video Poor Due To VideoFrameRateAvg Count': tally(under('Video', 'FrameRate', 7)),
  'Video Poor Percentage': per(
    tally(isGrade('Video', 'Poor')),
    plus(tally(isGrade('Video', 'Poor')), tally(isGrade('Video', 'Good'))),
  ),
  'VBSS Poor Due To VideoFrameRateAvg Count': tally(under('VBSS', 'FrameRate', 1)),
  'VBSS Good Stream Count': tally(isGrade('VBSS', 'Good')),
  'Avg Jitter': mean(row => num(row, 'Jitter')),
  'Avg Packet Loss Rate Max': mean(row => num(row, 'PacketLossRateMax')),
  'Avg Video Packet Loss Rate': mean(row =>
    row.MediaType === 'Video' || row.MediaType === 'VBSS' ? num(row, 'PacketLossRate') : undefined,
  ),
  'Avg Packet Utilization': mean(row => num(row, 'PacketUtilization')),
  'Avg Second Mic Glitch Rate': mean(row => detail(row, 'Mic Glitch Rate')),
  'Avg Second Audio Send Signal Level': mean(row => detail(row, 'Send Signal Level')),
  'Avg First Mic Glitch Rate': () => null,
  'Avg Second Healed Data Ratio Value': mean(row =>
    row.MediaType === 'Audio' &&
    row.StreamDirection === 'First-to-Second' &&
    num(row, 'ConcealedRatio') !== undefined
      ? 100 * (num(row, 'ConcealedRatio') ?? 0)
      : undefined,
  ),
  'Second User Count': rows => new Set(rows.map(row => row.SecondPersonKey)).size,
  'First User Count': () => 0,
  'Second Feedback Rating Avg': mean(row => (rated(row) ? num(row, 'Rating') : undefined)),
  'Second Feedback Rating Count': tally(rated),
  'Second Feedback Rating Poor Percentage': per(
    tally(row => rated(row) && (num(row, 'Rating') ?? 9) < 3),
    tally(rated),
  ),
  'Second Feedback Token Audio Issue Count': tally(row => rated(row) && row.HasAudioIssue === true),
  'PSTN Total Attempts Count': participants(phone),
  'PSTN Inbound Connected Count': participants(row => row.PstnCallType === 'conf_in' && connected(row)),
  'PSTN Outbound Attempts Count': participants(row => row.PstnCallType === 'conf_out'),
  'PSTN Total Inbound Concurrent Call Count': atOnce(row => row.PstnCallType === 'conf_in' && connected(row)),
  'PSTN Total Outbound Concurrent Call Count': atOnce(
    row => row.PstnCallType === 'conf_out' && connected(row),
  ),
  'P50 Jitter': median(row => (phone(row) ? num(row, 'Jitter') : undefined)),
}

const names = Object.keys(measures)

function check(found: Readonly<Record<string, unknown>>, rows: Rows): void {
  for (const name of names) {
    const expected = measures[name]?.(rows) ?? null
    const value = found[name]
    if (expected === null) expect([name, value]).toEqual([name, null])
    else expect(Number(value), name).toBeCloseTo(expected, 6)
  }
}

test('more than thirty measures are recomputed', () => {
  expect(names.length).toBeGreaterThan(50)
})

test('over everything', async () => {
  const [found] = await cube.rows({ measures: names })
  check(found ?? {}, cube.raw.streams)
}, 180_000)

describe('in every group', () => {
  test.each([
    ['Second Client App Version', 'SecondAppVersion'],
    ['Stream Direction', 'StreamDirection'],
    ['Meeting Id', 'MeetingId'],
  ])(
    '%s',
    async (dimension, column) => {
      const found = await cube.rows({ measures: names, dimensions: [dimension] })
      const groups = Map.groupBy(cube.raw.streams, row => row[column] ?? '')
      expect(found.map(row => row[dimension]).toSorted()).toEqual([...groups.keys()].toSorted())
      for (const row of found) check(row, groups.get(String(row[dimension])) ?? [])
    },
    180_000,
  )
})
