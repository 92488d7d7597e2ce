/** Charts by ECharts, loaded when the first one is shown. The same figures can always be read as a table. */
import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { DataBarVerticalRegular, TableRegular } from '@fluentui/react-icons'
import type { EChartsCoreOption } from 'echarts/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Table } from '../ask/kql.ts'
import { OpenKql } from '../layout/open-kql.tsx'
import { KqlTable } from '../table/kql-table.tsx'
import { useAppearance } from '../theme/theme.tsx'
import type { TimeRange } from '../time/range.ts'

/** A point that was clicked: series name, its x (category or ms) and value. */
export interface Picked {
  readonly series: string
  readonly name: string
  readonly value: unknown
}

interface ChartProps {
  /** What it shows, in words: its accessible name. */
  readonly title: string
  /** Build it with `lineOption`, `barOption`, `pieOption` … or any ECharts option; keep the same object between renders. */
  readonly option: EChartsCoreOption
  /** The figures behind it. */
  readonly table: Table
  readonly kql?: string | undefined
  readonly range?: TimeRange | undefined
  readonly height?: number
  readonly onPick?: ((picked: Picked) => void) | undefined
  /** Dragged over a stretch of the time axis: ms. */
  readonly onZoom?: ((from: number, to: number) => void) | undefined
}

const useStyles = makeStyles({
  bar: { display: 'flex', justifyContent: 'flex-end' },
  canvas: { width: '100%', minWidth: 0, color: tokens.colorNeutralForeground1 },
})

export function Chart({ title, option, table, kql, range, height = 260, onPick, onZoom }: ChartProps) {
  const styles = useStyles()
  const [asTable, setAsTable] = useState(false)
  return (
    <figure style={{ margin: 0, minWidth: 0 }} aria-label={title}>
      <div className={styles.bar}>
        <Button
          appearance="subtle"
          icon={asTable ? <DataBarVerticalRegular /> : <TableRegular />}
          aria-label={asTable ? `Show ${title} as chart` : `Show ${title} as table`}
          onClick={() => setAsTable(!asTable)}
        />
        {kql !== undefined && <OpenKql kql={kql} range={range} />}
      </div>
      {asTable ? (
        <KqlTable of={title} table={table} />
      ) : (
        <Canvas {...{ title, option, height, onPick, onZoom }} />
      )}
    </figure>
  )
}

/** The library of charts, once. */
export const fetchCharts = () => import('./paint.ts')

type CanvasProps = Pick<ChartProps, 'title' | 'option' | 'onPick' | 'onZoom'> & { readonly height: number }

function Canvas({ title, option, height, onPick, onZoom }: CanvasProps) {
  const styles = useStyles()
  const { theme, shown } = useAppearance()
  const place = useRef<HTMLDivElement>(null)
  const painted = useMemo(() => ({ option, theme, shown }), [option, theme, shown])
  const hear = useRef({ onPick, onZoom })
  hear.current = { onPick, onZoom }
  useEffect(() => {
    const element = place.current
    if (!element) return
    let stop: (() => void) | undefined
    let isGone = false
    fetchCharts().then(
      ({ paint }) => {
        if (!isGone) stop = paint(element, painted, hear)
      },
      () => {
        element.textContent = 'The chart could not be loaded; the table has the same figures.'
      },
    )
    return () => {
      isGone = true
      stop?.()
    }
  }, [painted])
  return <div ref={place} role="img" aria-label={title} className={styles.canvas} style={{ height }} />
}
