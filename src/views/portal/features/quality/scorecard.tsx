/** What was reached in each scope, beside what is suggested for it. */
import {
  makeStyles,
  mergeClasses,
  Spinner,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import { GoTo, logsAddress } from '#views/kit'
import type { LookedAt } from './ask-of.ts'
import { figureText } from './panel.tsx'
import type { Panel } from './report.ts'
import { toneBeside } from './shape-chart.ts'
import { useAnswer } from './use-quality.ts'

const useStyles = makeStyles({
  frame: { overflowX: 'auto' },
  table: { minWidth: '640px' },
  figure: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'baseline' },
  bad: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
  good: { color: tokens.colorPaletteGreenForeground1, fontWeight: tokens.fontWeightSemibold },
  target: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, whiteSpace: 'nowrap' },
})

interface ScorecardProps {
  readonly panel: Panel
  readonly lookedAt: LookedAt
}

export function Scorecard({ panel, lookedAt }: ScorecardProps) {
  const styles = useStyles()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.frame} tabIndex={0} aria-label={`${panel.title}: table`}>
      <Table className={styles.table} size="small" aria-label={panel.title}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>Scope</TableHeaderCell>
            {panel.query.measures.map(measure => (
              <TableHeaderCell key={measure}>{measure}</TableHeaderCell>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {(panel.rows ?? []).map(row => (
            <ScopeRow key={row.title} {...{ panel, lookedAt, row }} />
          ))}
        </TableBody>
      </Table>
    </section>
  )
}

function ScopeRow({
  panel,
  lookedAt,
  row,
}: ScorecardProps & { readonly row: NonNullable<Panel['rows']>[number] }) {
  const styles = useStyles()
  const { filters = [] } = row
  const query = { ...panel.query, filters: [...(panel.query.filters ?? []), ...filters] }
  const { data, error } = useAnswer(query, 'scorecard', lookedAt)
  return (
    <TableRow>
      <TableCell>{row.title}</TableCell>
      {panel.query.measures.map((measure, i) => {
        const target = row.targets.find(one => one.measure === measure)
        const value = data?.rows[0]?.[i]
        const tone = toneBeside(value, target)
        return (
          <TableCell key={measure}>
            <span className={styles.figure}>
              {data ? (
                <GoTo
                  href={logsAddress(data.kql, lookedAt.range)}
                  appearance="subtle"
                  className={mergeClasses(tone === 'bad' && styles.bad, tone === 'good' && styles.good)}
                  aria-label={`${row.title}, ${measure}: ${figureText(measure, value)}`}
                >
                  {figureText(measure, value)}
                </GoTo>
              ) : error ? (
                <span className={styles.bad}>{error.message}</span>
              ) : (
                <Spinner size="extra-tiny" />
              )}
              {target && <span className={styles.target}>target {target.limit} %</span>}
            </span>
          </TableCell>
        )
      })}
    </TableRow>
  )
}
