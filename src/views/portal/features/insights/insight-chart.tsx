import { Caption1 } from '@fluentui/react-components'
import { useMemo } from 'react'
import {
  Answered,
  Chart,
  Empty,
  Figure,
  InTurn,
  intervalOf,
  type KqlAnswer,
  KqlTable,
  logsAddress,
  numberText,
  Section,
  type Table,
  Tiles,
  useKql,
} from '#views/kit'
import type { ChartRow, Parameters } from './chart-row.ts'
import { optionOf } from './shape-chart.ts'

interface InsightChartProps {
  readonly chart: ChartRow
  readonly parameters: Parameters
  readonly range: string
  pick(column: string, value: string): void
}

/** One row of the catalogue, asked and drawn. */
export function InsightChart(props: InsightChartProps) {
  const { chart } = props
  return (
    <Section title={chart.title}>
      <InTurn what={chart.title}>
        <Asked {...props} />
      </InTurn>
      {chart.note !== undefined && <Caption1>{chart.note}</Caption1>}
    </Section>
  )
}

function Asked({ chart, parameters, range, pick }: InsightChartProps) {
  const kql = chart.kql(parameters)
  const asked = useKql(kql, { range })
  return (
    <Answered what={chart.title} asked={asked}>
      {answer => <Drawn {...{ chart, kql, range, pick, answer }} />}
    </Answered>
  )
}

type DrawnProps = Pick<InsightChartProps, 'chart' | 'range' | 'pick'> & {
  readonly kql: string
  readonly answer: KqlAnswer
}

function Drawn({ chart, kql, range, pick, answer }: DrawnProps) {
  const option = useMemo(() => optionOf(chart, answer, intervalOf(range, Date.now())), [chart, answer, range])
  if (answer.rows.length === 0) return <Empty title="Nothing in this time" />
  if (chart.kind === 'figures') return <Figures table={answer} kql={kql} range={range} />
  const column = chart.pick
  if (!option) {
    const at = answer.columns.findIndex(({ name }) => name === column)
    return (
      <KqlTable
        of={chart.title}
        table={answer}
        kql={kql}
        range={range}
        {...(column !== undefined && at >= 0 && { onOpen: row => pick(column, String(row[at])) })}
      />
    )
  }
  return (
    <Chart
      title={chart.title}
      option={option}
      table={answer}
      kql={kql}
      range={range}
      onPick={column === undefined ? undefined : ({ name }) => pick(column, name)}
    />
  )
}

/** One row as tiles. */
function Figures({
  table,
  kql,
  range,
}: {
  readonly table: Table
  readonly kql: string
  readonly range: string
}) {
  return (
    <Tiles>
      {table.columns.map(({ name }, i) => (
        <Figure
          key={name}
          label={name}
          value={numberText(Number(table.rows[0]?.[i] ?? 0))}
          href={logsAddress(kql, range)}
        />
      ))}
    </Tiles>
  )
}
