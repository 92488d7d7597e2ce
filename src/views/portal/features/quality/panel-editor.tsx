/** What one panel asks and how it is drawn. */
import { Field, Input, makeStyles, Select, Tag, TagGroup, tokens } from '@fluentui/react-components'
import { Columns, Section } from '#views/kit'
import { CataloguePicker } from './catalogue-picker.tsx'
import { filterText, filterWords, readFilters } from './filter-text.ts'
import { AddFilter } from './filters-bar.tsx'
import { type Catalogue, KINDS, type Panel, type PanelKind, type Query, type ReportTab } from './report.ts'
import { isShare } from './shape-chart.ts'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
  tags: { flexWrap: 'wrap', rowGap: tokens.spacingVerticalXS },
})

const KIND_TITLES: Readonly<Record<PanelKind, string>> = {
  tiles: 'Tiles',
  table: 'Table',
  columns: 'Columns',
  stackedColumns: 'Stacked columns',
  lines: 'Lines',
  pie: 'Pie',
  scorecard: 'Scorecard',
}

const TRENDS = ['none', 'daily', 'weekly', 'monthly'] as const

interface PanelEditorProps {
  readonly panel: Panel
  readonly catalogue: Catalogue
  readonly tabs: readonly ReportTab[]
  change(part: Partial<Panel>): void
}

export function PanelEditor({ panel, catalogue, tabs, change }: PanelEditorProps) {
  const { query } = panel
  const ask = (part: Partial<Query>) => change({ query: { ...query, ...part } })
  return (
    <Section title="What the panel asks">
      <Looks {...{ panel, tabs, change }} />
      <Filters filters={query.filters ?? []} catalogue={catalogue} setFilters={filters => ask({ filters })} />
      <Columns>
        <CataloguePicker
          title="Measures"
          entries={catalogue.measures}
          chosen={query.measures}
          setChosen={measures =>
            ask({ measures, ...orderWithin(query, [...measures, ...(query.dimensions ?? [])]) })
          }
        />
        <CataloguePicker
          title="Dimensions"
          entries={catalogue.dimensions}
          chosen={query.dimensions ?? []}
          setChosen={dimensions =>
            ask({ dimensions, ...orderWithin(query, [...query.measures, ...dimensions]) })
          }
        />
      </Columns>
    </Section>
  )
}

/** An order by what is not asked for any more would be refused. */
const orderWithin = ({ order = [] }: Query, names: readonly string[]): Pick<Query, 'order'> => ({
  order: order.filter(({ by }) => names.includes(by)),
})

function Looks({ panel, tabs, change }: Omit<PanelEditorProps, 'catalogue'>) {
  const styles = useStyles()
  const { query, kind } = panel
  const shares = query.measures.filter(isShare)
  const columns = [...query.measures, ...(query.dimensions ?? [])]
  const order = query.order?.[0]
  return (
    <div className={styles.row}>
      <Field label="Title of the panel">
        <Input value={panel.title} onChange={(_, { value }) => change({ title: value })} />
      </Field>
      <Field label="Shown as">
        <Select
          value={kind}
          onChange={(_, { value }) => change({ kind: KINDS.find(one => one === value) ?? 'table' })}
        >
          {KINDS.filter(one => one !== 'scorecard' || kind === 'scorecard').map(one => (
            <option key={one} value={one}>
              {KIND_TITLES[one]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Trend">
        <Select
          value={query.trend?.kind ?? 'none'}
          onChange={(_, { value }) => {
            const { trend: _before, ...rest } = query
            change({ query: value === 'none' ? rest : { ...rest, trend: { kind: value } } })
          }}
        >
          {[...new Set([...TRENDS, query.trend?.kind ?? 'none'])].map(one => (
            <option key={one}>{one}</option>
          ))}
        </Select>
      </Field>
      <Field label="Sorted by">
        <Select
          value={order?.by ?? ''}
          onChange={(_, { value }) =>
            change({ query: { ...query, order: value === '' ? [] : [{ by: value, descending: true }] } })
          }
        >
          <option value="">its dimensions</option>
          {columns.map(one => (
            <option key={one} value={one}>
              {one}, the highest first
            </option>
          ))}
        </Select>
      </Field>
      {shares.length > 0 && ['columns', 'stackedColumns'].includes(kind) && (
        <Field label="Drawn as a line">
          <Select
            value={panel.lines?.[0] ?? ''}
            onChange={(_, { value }) => change({ lines: value === '' ? [] : [value] })}
          >
            <option value="">none</option>
            {shares.map(one => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        </Field>
      )}
      {kind === 'table' && (query.dimensions ?? []).length > 0 && (
        <Field label={`${query.dimensions?.[0]} leads to`}>
          <Select
            value={panel.drill?.tab ?? ''}
            onChange={(_, { value }) => change(drillTo(query.dimensions?.[0] ?? '', value))}
          >
            <option value="">nothing</option>
            {tabs.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </div>
  )
}

/** A dimension that the panel does not have takes the step away again. */
const drillTo = (dimension: string, tab: string): Pick<Panel, 'drill'> => ({
  drill: tab === '' ? { dimension: '', tab } : { dimension, tab },
})

interface FiltersProps {
  readonly filters: NonNullable<Query['filters']>
  readonly catalogue: Catalogue
  setFilters(filters: NonNullable<Query['filters']>): void
}

/** Filters that this form can't make (times, alternatives) stay as they are. */
function Filters({ filters, catalogue, setFilters }: FiltersProps) {
  const styles = useStyles()
  const made = filters.map(filterText)
  return (
    <div className={styles.row}>
      <AddFilter
        catalogue={catalogue}
        filters={[]}
        setFilters={texts => setFilters([...filters, ...readFilters(texts)])}
      />
      <TagGroup
        aria-label="Filters of the panel"
        className={styles.tags}
        onDismiss={(_, { value }) => setFilters(filters.filter((_one, i) => String(i) !== value))}
      >
        {filters.map((filter, i) => (
          <Tag
            key={made[i]}
            value={String(i)}
            dismissible
            dismissIcon={{ 'aria-label': 'Remove the filter' }}
          >
            {filterWords(filter)}
          </Tag>
        ))}
      </TagGroup>
    </div>
  )
}
