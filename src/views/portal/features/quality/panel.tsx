/** One panel of a report: asked, and shown in one of its states. */
import { Body1, Button, Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useMemo } from 'react'
import {
  Answered,
  type Cell,
  Chart,
  DataTable,
  Empty,
  Failed,
  Figure,
  InTurn,
  logsAddress,
  numberText,
  Section,
  type TableColumn,
  Tiles,
  Value,
  Withheld,
} from '#views/kit'
import { askOf, hasOwnTime, identifying, type LookedAt } from './ask-of.ts'
import type { Answer, Catalogue, Panel } from './report.ts'
import { Scorecard } from './scorecard.tsx'
import { chartOf, isShare, tableOf, toneBeside } from './shape-chart.ts'
import { useAnswer, useTeamsRole, useWholeAnswer } from './use-quality.ts'

const useStyles = makeStyles({
  bad: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
  good: { color: tokens.colorPaletteGreenForeground1 },
  more: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  note: { color: tokens.colorNeutralForeground2 },
  withheld: { display: 'grid', gap: tokens.spacingVerticalS, justifyItems: 'start' },
})

export interface PanelProps {
  readonly panel: Panel
  readonly lookedAt: LookedAt
  readonly catalogue: Catalogue
  /** A value of a dimension becomes a filter, and leads to that tab. */
  readonly drill?: ((dimension: string, value: string, tab: string) => void) | undefined
}

export function PanelView(props: PanelProps) {
  const { panel, lookedAt, catalogue } = props
  const styles = useStyles()
  const role = useTeamsRole()
  const hidden = role === 'specialist' ? identifying(panel, lookedAt.filters, catalogue) : []
  return (
    <Section title={panel.title}>
      {hidden.length > 0 ? (
        <div className={styles.withheld}>
          <Withheld why="T5: a specialist sees nothing that names or locates a person." />
          <Body1>It shows {hidden.join(', ')}: what names or locates a person is not for specialists.</Body1>
        </div>
      ) : (
        <InTurn what={panel.title}>
          {panel.kind === 'scorecard' ? (
            <Scorecard panel={panel} lookedAt={lookedAt} />
          ) : (
            <AskedPanel {...props} />
          )}
        </InTurn>
      )}
      {panel.note !== undefined && <Caption1 className={styles.note}>{panel.note}</Caption1>}
    </Section>
  )
}

function AskedPanel({ panel, lookedAt, drill }: PanelProps) {
  const asked = useAnswer(panel.query, panel.kind, lookedAt)
  return (
    <Answered what={panel.title} asked={asked}>
      {answer => <Shown {...{ panel, lookedAt, drill, answer }} />}
    </Answered>
  )
}

type ShownProps = Omit<PanelProps, 'catalogue'> & { readonly answer: Answer }

function Shown(props: ShownProps) {
  const { panel, lookedAt, answer } = props
  const option = useMemo(() => chartOf(panel, answer), [panel, answer])
  const table = useMemo(() => tableOf(answer), [answer])
  const range = rangeBehind(panel, lookedAt)
  if (panel.kind === 'tiles') return <Figures {...props} />
  if (isBlank(answer)) {
    return (
      <Empty
        title="No streams in this time"
        hint="Take a longer time or fewer filters. Calls appear here as soon as they are over."
      />
    )
  }
  if (panel.kind === 'table' || !option) return <TablePanel {...props} />
  return (
    <Chart title={panel.title} option={option} table={table} kql={answer.kql} range={range} height={280} />
  )
}

/** The Logs page needs a range that holds what the query itself says. */
const rangeBehind = ({ query }: Panel, { range, filters }: LookedAt): string =>
  hasOwnTime({ ...query, filters: [...(query.filters ?? []), ...filters] }) ? '365d' : range

/** No row, or only one of counts that are all nothing. */
const isBlank = ({ rows, columns }: Answer): boolean =>
  rows.length === 0 ||
  (rows.length === 1 &&
    columns.every(({ kind }, i) => kind === 'measure' && (rows[0]?.[i] === null || rows[0]?.[i] === 0)))

function Figures({ panel, lookedAt, answer }: ShownProps) {
  const [row = []] = answer.rows
  const href = logsAddress(answer.kql, rangeBehind(panel, lookedAt))
  return (
    <Tiles>
      {answer.columns.map(({ name }, i) => {
        const target = panel.targets?.find(({ measure }) => measure === name)
        return (
          <Figure
            key={name}
            label={name}
            value={figureText(name, row[i])}
            tone={toneBeside(row[i], target)}
            href={href}
            {...(target && { note: `Target at most ${target.limit} %` })}
          />
        )
      })}
    </Tiles>
  )
}

export function figureText(measure: string, cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '—'
  const number = Number(cell)
  return isShare(measure) ? `${numberText(Math.round(number * 100) / 100)} %` : numberText(number)
}

type Row = readonly Cell[]

function TablePanel({ panel, lookedAt, answer, drill }: ShownProps) {
  const styles = useStyles()
  const { save, problem } = useWholeAnswer()
  const range = rangeBehind(panel, lookedAt)
  const columns = useMemo(
    () => answer.columns.map(({ name, kind }, i) => columnOf(panel, { name, kind, at: i }, styles)),
    [answer.columns, panel, styles],
  )
  const steps = panel.drill
  const at = answer.columns.findIndex(({ name }) => name === steps?.dimension)
  const open = drill && steps && at >= 0
  return (
    <>
      <DataTable<Row>
        of={panel.title}
        columns={columns}
        rows={answer.rows}
        kql={answer.kql}
        range={range}
        {...(open && {
          onOpen: row => drill(steps.dimension, String(row[at] ?? ''), steps.tab),
        })}
      />
      <div className={styles.more}>
        {answer.next !== undefined && (
          <Caption1>The first {numberText(answer.rows.length)} of more.</Caption1>
        )}
        <Button
          size="small"
          icon={<ArrowDownloadRegular />}
          onClick={() => void save(panel.title, askOf(panel.query, panel.kind, lookedAt, Date.now()))}
        >
          All rows as CSV
        </Button>
        {open && <Caption1>A row leads to the next step.</Caption1>}
      </div>
      {problem && <Failed problem={problem} />}
    </>
  )
}

interface PlacedColumn {
  readonly name: string
  readonly kind: 'dimension' | 'measure'
  readonly at: number
}

function columnOf(
  panel: Panel,
  { name, kind, at }: PlacedColumn,
  styles: Readonly<Record<'bad' | 'good', string>>,
): TableColumn<Row> {
  const value = (row: Row) => row[at] ?? null
  if (kind === 'dimension') return { id: name, title: name, value, width: 190 }
  const target = panel.targets?.find(({ measure }) => measure === name)
  return {
    id: name,
    title: name,
    value,
    align: 'end',
    width: Math.max(120, name.length * 8),
    show: row => {
      const tone = toneBeside(value(row), target)
      if (value(row) === null) return <Value value={null} />
      return (
        <span className={tone === 'plain' ? undefined : styles[tone]}>{figureText(name, value(row))}</span>
      )
    },
  }
}
