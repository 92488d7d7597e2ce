import { Button, Dropdown, Field, makeStyles, Option, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import {
  AGGREGATIONS,
  type DimensionFilter,
  type MetricDefinition,
  type MetricLine,
  type TimeRange,
  useDimensionValues,
} from '#views/kit'
import { withFilter, withMetric } from './shape-lines.ts'

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
    alignItems: 'flex-end',
    margin: 0,
    padding: `0 0 ${tokens.spacingVerticalM}`,
    minWidth: 0,
    border: 'none',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':last-child': { borderBottom: 'none', paddingBottom: 0 },
  },
  wide: { minWidth: 'min(220px, 100%)', flex: '1 1 240px' },
  field: { minWidth: '130px', maxWidth: '240px', flex: '1 1 140px' },
  list: { minWidth: 0, width: '100%' },
})

interface LineEditorProps {
  readonly line: MetricLine
  readonly definitions: readonly MetricDefinition[]
  readonly armId: string
  readonly range: TimeRange
  change(line: MetricLine): void
  /** Undefined for the only line. */
  readonly remove: (() => void) | undefined
}

/** Metric, aggregation, split and filters of one line. */
export function LineEditor({ line, definitions, armId, range, change, remove }: LineEditorProps) {
  const styles = useStyles()
  const definition = definitions.find(({ name }) => name.value === line.metric)
  const title = definition?.name.localizedValue ?? line.metric
  const dimensions = definition?.dimensions.map(({ value }) => value) ?? []
  const aggregations = definition?.supportedAggregationTypes ?? AGGREGATIONS
  return (
    <fieldset className={styles.line} aria-label={title}>
      <Field label="Metric" className={styles.wide}>
        <Dropdown
          className={styles.list}
          value={title}
          selectedOptions={[line.metric]}
          onOptionSelect={(_, { optionValue }) => {
            const next = definitions.find(({ name }) => name.value === optionValue)
            if (next) change(withMetric(line, next))
          }}
        >
          {definitions.map(({ name }) => (
            <Option key={name.value} value={name.value}>
              {name.localizedValue}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label="Aggregation" className={styles.field}>
        <Dropdown
          className={styles.list}
          value={line.aggregation}
          selectedOptions={[line.aggregation]}
          onOptionSelect={(_, { optionValue }) => {
            const aggregation = AGGREGATIONS.find(one => one === optionValue)
            if (aggregation) change({ ...line, aggregation })
          }}
        >
          {aggregations.map(one => (
            <Option key={one}>{one}</Option>
          ))}
        </Dropdown>
      </Field>
      <Field label="Split by" className={styles.field}>
        <Dropdown
          className={styles.list}
          value={line.split || 'Nothing'}
          selectedOptions={[line.split]}
          onOptionSelect={(_, { optionValue = '' }) => change({ ...line, split: optionValue })}
        >
          <Option value="">Nothing</Option>
          {dimensions.map(one => (
            <Option key={one}>{one}</Option>
          ))}
        </Dropdown>
      </Field>
      <Filters {...{ line, dimensions, armId, range, change }} />
      {remove && (
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={`Remove ${title}`}
          onClick={remove}
        />
      )}
    </fieldset>
  )
}

type FiltersProps = Pick<LineEditorProps, 'line' | 'armId' | 'range' | 'change'> & {
  readonly dimensions: readonly string[]
}

/** What is filtered by, and one more that is empty as long as a dimension is left. */
function Filters({ line, dimensions, armId, range, change }: FiltersProps) {
  const styles = useStyles()
  const [added, setAdded] = useState<string>()
  const used = line.filters.map(({ dimension }) => dimension)
  const left = dimensions.filter(dimension => !used.includes(dimension) && dimension !== added)
  const shown: readonly DimensionFilter[] =
    added === undefined || used.includes(added)
      ? line.filters
      : [...line.filters, { dimension: added, values: [] }]
  return (
    <>
      {shown.map(filter => (
        <FilterField
          key={filter.dimension}
          {...{ filter, armId, range }}
          metric={line.metric}
          change={values => {
            if (values.length === 0) setAdded(undefined)
            change(withFilter(line, { ...filter, values }))
          }}
        />
      ))}
      {left.length > 0 && (
        <Field label={shown.length > 0 ? 'And filter by' : 'Filter by'} className={styles.field}>
          <Dropdown
            className={styles.list}
            placeholder="Nothing"
            value=""
            selectedOptions={[]}
            onOptionSelect={(_, { optionValue }) => setAdded(optionValue)}
          >
            {left.map(one => (
              <Option key={one}>{one}</Option>
            ))}
          </Dropdown>
        </Field>
      )}
    </>
  )
}

interface FilterFieldProps {
  readonly filter: DimensionFilter
  readonly metric: string
  readonly armId: string
  readonly range: TimeRange
  change(values: readonly string[]): void
}

function FilterField({ filter, metric, armId, range, change }: FilterFieldProps) {
  const styles = useStyles()
  const { dimension, values } = filter
  const known = useDimensionValues(armId, metric, dimension, range)
  const options = [...new Set([...(known.data ?? []), ...values])].filter(value => value !== '')
  const words = known.data && options.length === 0 ? 'No value in this time' : undefined
  return (
    <Field label={`${dimension} is one of`} className={styles.field} hint={words}>
      <Dropdown
        className={styles.list}
        multiselect
        placeholder={known.isLoading ? 'Loading values' : 'Any'}
        value={values.join(', ')}
        selectedOptions={[...values]}
        onOptionSelect={(_, { selectedOptions }) => change(selectedOptions)}
      >
        {options.map(value => (
          <Option key={value}>{value}</Option>
        ))}
      </Dropdown>
    </Field>
  )
}
