import {
  Body1,
  Caption1,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Tab,
  TabList,
  tokens,
} from '@fluentui/react-components'
import { useMemo, useState } from 'react'
import {
  type Cell,
  Chart,
  chartOf,
  countText,
  Empty,
  Failed,
  type KqlAnswer,
  KqlTable,
  lengthText,
  numberText,
  PinButton,
  type Table,
  type TimeRange,
} from '#views/kit'
import { Explain } from './explain.tsx'
import type { View } from './page.tsx'
import { RowInspector } from './row-inspector.tsx'
import type { Run } from './use-run.ts'

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
  },
  tables: { display: 'grid', gap: tokens.spacingVerticalL, minWidth: 0 },
})

interface ResultsProps {
  readonly run: Run
  readonly view: View
  setView(view: View): void
  readonly range: TimeRange | undefined
}

export function Results({ run, view, setView, range }: ResultsProps) {
  switch (run.kind) {
    case 'idle':
      return <Empty title="Nothing has run yet" hint="Run the query, or choose one of the samples." />
    case 'running':
      return null
    case 'cancelled':
      return <Empty title="Cancelled" hint="The server has stopped working on it." />
    case 'failed':
      return <Failed problem={{ ...whereIn(run.problem), code: run.problem.code }} />
    case 'answered':
      return <Answer {...run} {...{ view, setView, range }} />
  }
}

const whereIn = (problem: Extract<Run, { kind: 'failed' }>['problem']) => ({
  message: problem.place
    ? `Line ${problem.place.line}, column ${problem.place.column}: ${problem.message}`
    : problem.message,
})

type AnswerProps = Omit<ResultsProps, 'run'> & Extract<Run, { kind: 'answered' }>

function Answer({ answer, text, ms, view, setView, range }: AnswerProps) {
  const styles = useStyles()
  const title = String(answer.render?.title ?? 'Result')
  const option = useMemo(() => chartOf(answer, answer.render), [answer])
  const wantsChart = view === 'chart' || view === 'auto'
  const shown = wantsChart ? (option ? 'chart' : 'results') : view
  return (
    <>
      <div className={styles.head}>
        <TabList
          selectedValue={shown}
          onTabSelect={(_, { value }) =>
            setView(value === 'chart' || value === 'explain' ? value : 'results')
          }
        >
          <Tab value="results">Results</Tab>
          <Tab value="chart" disabled={!option}>
            Chart
          </Tab>
          <Tab value="explain">Explain</Tab>
        </TabList>
        <Caption1 role="status">{summaryOf(answer, ms)}</Caption1>
      </div>
      {answer.partial && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>Not everything: {answer.partial.message}</MessageBarBody>
        </MessageBar>
      )}
      {shown === 'chart' && option && (
        <>
          <span>
            <PinButton
              pin={{ kind: 'kql', title, kql: text, width: 2, isHouse: text.includes('Anteroom') }}
            />
          </span>
          <Chart title={title} option={option} table={answer} height={380} />
        </>
      )}
      {shown === 'explain' && answer.explain && <Explain explain={answer.explain} />}
      {shown === 'results' && (
        <div className={styles.tables}>
          {[answer, ...answer.more].map((table, i) => (
            <ResultTable key={String(i)} table={table} range={range} />
          ))}
        </div>
      )}
    </>
  )
}

function summaryOf({ rows, statistics }: KqlAnswer, ms: number): string {
  const read = statistics ? `, ${numberText(statistics.rowsRead)} rows read` : ''
  return `${countText(rows.length, 'rows')} in ${lengthText(ms / 1000)}${read}`
}

function ResultTable({ table }: { readonly table: Table; readonly range: TimeRange | undefined }) {
  const [row, setRow] = useState<readonly Cell[]>()
  if (table.rows.length === 0) {
    return (
      <Empty
        title="No rows"
        hint={
          <Body1>Nothing matches in this time range. Rows appear within a second of what they tell.</Body1>
        }
      />
    )
  }
  return (
    <>
      <KqlTable of="rows" table={table} onOpen={setRow} height={560} />
      <RowInspector columns={table.columns} row={row} close={() => setRow(undefined)} />
    </>
  )
}
