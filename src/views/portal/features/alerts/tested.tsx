/** What a test run answers: when the rule would have fired, as words and as a chart with its threshold. */
import { useMemo } from 'react'
import { Answered, Chart, type TimeRange, xyOption } from '#views/kit'
import { linesOf } from './shape-rule.ts'
import { type TestAnswer, type Tested as TestedRule, useTestRun } from './use-alerts.ts'

interface TestRunProps {
  readonly place: string
  readonly tested: TestedRule
}

export function TestRun({ place, tested }: TestRunProps) {
  const asked = useTestRun(place, tested)
  return (
    <Answered what="the test run" asked={asked}>
      {answer => <Tested answer={answer} range={tested.range} />}
    </Answered>
  )
}

const POINT_COLUMNS = [
  { name: 'At', type: 'datetime' },
  { name: 'For', type: 'string' },
  { name: 'Value', type: 'real' },
  { name: 'Event', type: 'string' },
]

function Tested({ answer, range }: { readonly answer: TestAnswer; readonly range: TimeRange }) {
  const fired = answer.points.filter(({ event }) => event === 'fired').length
  const option = useMemo(
    () => xyOption({ series: linesOf(answer.points), limits: [{ name: 'Threshold', at: answer.threshold }] }),
    [answer],
  )
  const rows = answer.points.map(({ at, dimensions, value, event }) => [
    at,
    Object.values(dimensions).join(', '),
    value,
    event ?? '',
  ])
  const words =
    fired === 0 ? 'Would not have fired' : `Would have fired ${fired} ${fired === 1 ? 'time' : 'times'}`
  return (
    <>
      <strong role="status">{`${words} in ${answer.evaluations} evaluations`}</strong>
      <Chart
        title={`What the rule measured, with its threshold ${answer.threshold}`}
        option={option}
        table={{ columns: POINT_COLUMNS, rows }}
        kql={answer.kql}
        range={range}
      />
    </>
  )
}
