/** The table of every page: sorted by any column, virtual from the first row on, exported, opened as KQL. */
// biome-ignore-all lint/a11y/useSemanticElements: rows are positioned one by one, which table elements can't be
// biome-ignore-all lint/a11y/useFocusableInteractive: headings hold a button, cells are read with their row
import {
  Button,
  Caption1,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { ArrowDownloadRegular, ArrowSortDownRegular, ArrowSortUpRegular } from '@fluentui/react-icons'
import {
  createColumnHelper,
  createSortedRowModel,
  type Column as ModelColumn,
  rowSortingFeature,
  sortFn_alphanumeric,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react'
import type { Cell } from '../ask/kql.ts'
import { OpenKql } from '../layout/open-kql.tsx'
import { Value } from '../states/blank.tsx'
import { Empty } from '../states/empty.tsx'
import { countText } from '../time/lengths.ts'
import type { TimeRange } from '../time/range.ts'
import { csvOf, jsonOf, type Sheet, saveAs } from './export.ts'

export interface TableColumn<Row> {
  readonly id: string
  readonly title: string
  /** What is sorted by and exported. */
  readonly value: (row: Row) => Cell
  /** What is shown; absent: the value. */
  readonly show?: (row: Row) => ReactNode
  /** CSS pixels; absent: 160. */
  readonly width?: number
  readonly align?: 'start' | 'end'
}

interface DataTableProps<Row> {
  /** What the rows are, for screen readers and file names: "participants". */
  readonly of: string
  /** Keep the same array between renders. */
  readonly columns: readonly TableColumn<Row>[]
  readonly rows: readonly Row[]
  readonly kql?: string | undefined
  readonly range?: TimeRange | undefined
  readonly onOpen?: ((row: Row) => void) | undefined
  readonly empty?: ReactNode
  /** CSS pixels that it takes at most; absent: 480. It is no higher than its rows. */
  readonly height?: number
  readonly isSelected?: (row: Row) => boolean
}

/** What the table's model holds; rows themselves may be anything. */
interface Entry<Row> {
  readonly row: Row
}

const ROW = 36
const HIGHEST = 480
const NARROW = 160

const useStyles = makeStyles({
  whole: { minWidth: 0 },
  bar: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    color: tokens.colorNeutralForeground2,
  },
  frame: {
    overflow: 'auto',
    maxWidth: '100%',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: {
    display: 'flex',
    position: 'sticky',
    top: 0,
    zIndex: 1,
    minWidth: 'max-content',
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  title: {
    justifyContent: 'flex-start',
    whiteSpace: 'nowrap',
    minWidth: 0,
    width: '100%',
    padding: `0 ${tokens.spacingHorizontalS}`,
    fontWeight: tokens.fontWeightSemibold,
  },
  words: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' },
  body: { position: 'relative', minWidth: 'max-content' },
  row: {
    display: 'flex',
    position: 'absolute',
    left: 0,
    width: '100%',
    alignItems: 'center',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':hover': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      color: tokens.colorNeutralForeground1Hover,
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  opens: { cursor: 'pointer' },
  selected: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    color: tokens.colorNeutralForeground1Selected,
  },
  cell: {
    flexShrink: 0,
    flexGrow: 1,
    padding: `0 ${tokens.spacingHorizontalS}`,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase300,
    fontVariantNumeric: 'tabular-nums',
  },
  end: { textAlign: 'end', justifyContent: 'flex-end' },
})

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric },
})

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { of, columns, rows, kql, range, empty } = props
  const styles = useStyles()
  const sheet = () => ({
    columns: columns.map(({ title }) => title),
    rows: rows.map(row => columns.map(({ value }) => value(row))),
  })
  if (rows.length === 0) return <>{empty ?? <Empty title={`No ${of}`} />}</>
  return (
    <div className={styles.whole}>
      <div className={styles.bar}>
        <Caption1>{countText(rows.length, of)}</Caption1>
        <span>
          <Export of={of} sheet={sheet} />
          {kql !== undefined && <OpenKql kql={kql} range={range} />}
        </span>
      </div>
      <Rows {...props} />
    </div>
  )
}

export function Export({ of, sheet }: { readonly of: string; readonly sheet: () => Sheet }) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<ArrowDownloadRegular />} aria-label={`Export ${of}`} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => saveAs(`${of}.csv`, 'text/csv', csvOf(sheet()))}>CSV</MenuItem>
          <MenuItem onClick={() => saveAs(`${of}.json`, 'application/json', jsonOf(sheet()))}>JSON</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function Rows<Row>({ of, columns, rows, onOpen, height = HIGHEST, isSelected }: DataTableProps<Row>) {
  const styles = useStyles()
  const frame = useRef<HTMLDivElement>(null)
  const table = useTable({
    features,
    columns: useMemo(() => modelOf(columns), [columns]),
    data: useMemo(() => rows.map(row => ({ row })), [rows]),
  })
  const model = table.getRowModel().rows
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  const style = (column: TableColumn<Row>) => ({
    width: column.width ?? NARROW,
    flexBasis: column.width ?? NARROW,
  })
  return (
    <div
      ref={frame}
      className={styles.frame}
      style={{ height: Math.min(height, (model.length + 1) * ROW + 4) }}
      role="table"
      aria-label={of}
      aria-rowcount={model.length + 1}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} style={{ display: 'flex', width: '100%' }}>
          {columns.map(column => (
            <Heading
              key={column.id}
              column={column}
              style={style(column)}
              sorted={table.getColumn(column.id)}
            />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const entry = model[index]?.original
          if (!entry) return null
          const { row } = entry
          const open = onOpen && (() => onOpen(row))
          return (
            <div
              key={index}
              role="row"
              aria-rowindex={index + 2}
              {...(open && { tabIndex: 0, onClick: open, onKeyDown: onEnter(open) })}
              className={mergeClasses(styles.row, open && styles.opens, isSelected?.(row) && styles.selected)}
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              {columns.map(column => (
                <div
                  key={column.id}
                  role="cell"
                  className={mergeClasses(styles.cell, column.align === 'end' && styles.end)}
                  style={style(column)}
                >
                  {column.show ? column.show(row) : <Value value={column.value(row)} />}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface HeadingProps<Row> {
  readonly column: TableColumn<Row>
  readonly style: { readonly width: number; readonly flexBasis: number }
  readonly sorted: ModelColumn<typeof features, Entry<Row>> | undefined
}

function Heading<Row>({ column, style, sorted }: HeadingProps<Row>) {
  const styles = useStyles()
  const order = sorted?.getIsSorted()
  const icon =
    order === 'asc' ? <ArrowSortUpRegular /> : order === 'desc' ? <ArrowSortDownRegular /> : undefined
  return (
    <div
      role="columnheader"
      aria-sort={order === 'asc' ? 'ascending' : order === 'desc' ? 'descending' : 'none'}
      style={{ ...style, flexShrink: 0, flexGrow: 1 }}
    >
      <Button
        appearance="subtle"
        className={mergeClasses(styles.title, column.align === 'end' && styles.end)}
        iconPosition="after"
        {...(icon && { icon })}
        onClick={() => sorted?.toggleSorting()}
      >
        <span className={styles.words}>{column.title}</span>
      </Button>
    </div>
  )
}

const onEnter = (open: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Enter' || event.target !== event.currentTarget) return
  event.preventDefault()
  open()
}

function modelOf<Row>(columns: readonly TableColumn<Row>[]) {
  const helper = createColumnHelper<typeof features, Entry<Row>>()
  return columns.map(({ id, title, value }) =>
    helper.accessor(({ row }): unknown => value(row) ?? undefined, {
      id,
      header: title,
      sortFn: 'alphanumeric',
      sortUndefined: 'last',
    }),
  )
}
