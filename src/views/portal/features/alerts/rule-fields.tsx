/** The fields of a rule's form: what it measures, by kind, and what both kinds have. */
import { Field, Input, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components'
import { useMetricDefinitions, useSession } from '#views/kit'
import { AGGREGATIONS, type Draft, LENGTHS, OPERATORS, SEVERITIES } from './shape-rule.ts'
import type { GroupAnswer } from './use-alerts.ts'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gap: tokens.spacingHorizontalM,
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(180px, 100%), 1fr))',
  },
  field: { minWidth: 0 },
  // Fluent's is as wide as its longest option otherwise.
  select: { minWidth: 0, '& select': { minWidth: 0, width: '100%' } },
  input: { minWidth: 0, width: '100%' },
  query: { fontFamily: tokens.fontFamilyMonospace },
})

export interface FieldsProps {
  readonly draft: Draft
  change(part: Partial<Draft>): void
}

type Options = readonly (readonly [value: string, title: string])[]

interface PickProps extends FieldsProps {
  readonly of:
    | 'aggregation'
    | 'operator'
    | 'frequency'
    | 'window'
    | 'severity'
    | 'group'
    | 'resource'
    | 'metric'
  readonly label: string
  readonly options: Options
}

function Pick({ draft, change, of, label, options }: PickProps) {
  const styles = useStyles()
  return (
    <Field label={label} className={styles.field}>
      <Select
        className={styles.select}
        value={draft[of]}
        onChange={(_, { value }) => change({ [of]: value })}
      >
        {options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </Select>
    </Field>
  )
}

interface TypeProps extends FieldsProps {
  readonly of: 'measure' | 'dimensions' | 'threshold'
  readonly label: string
}

function Type({ draft, change, of, label }: TypeProps) {
  const styles = useStyles()
  return (
    <Field label={label}>
      <Input
        className={styles.input}
        type={of === 'threshold' ? 'number' : 'text'}
        value={draft[of]}
        onChange={(_, { value }) => change({ [of]: value })}
      />
    </Field>
  )
}

/** The rows of a query, and what is measured of them. */
export function LogFields(props: FieldsProps) {
  const styles = useStyles()
  const { draft, change } = props
  const aggregations = AGGREGATIONS.map(one => [one, one === 'Count' ? 'Count of rows' : one] as const)
  return (
    <>
      <Field label="Query (KQL)" required hint="Over the window alone: no time filter is needed.">
        <Textarea
          textarea={{ className: styles.query, spellCheck: false }}
          rows={6}
          resize="vertical"
          value={draft.query}
          onChange={(_, { value }) => change({ query: value })}
        />
      </Field>
      <div className={styles.row}>
        <Pick {...props} of="aggregation" label="Measure" options={aggregations} />
        {draft.aggregation !== 'Count' && <Type {...props} of="measure" label="Of column" />}
        <Type {...props} of="dimensions" label="For each (columns)" />
      </div>
    </>
  )
}

/** A metric of a resource, and which of its requests. */
export function MetricFields(props: FieldsProps) {
  const styles = useStyles()
  const { draft, change } = props
  const { world } = useSession()
  const { data: metrics = [] } = useMetricDefinitions(draft.resource)
  const metric = metrics.find(({ name }) => name.value === draft.metric)
  const dimensions = metric?.dimensions.map(({ value }) => value) ?? Object.keys(draft.filters)
  return (
    <>
      <div className={styles.row}>
        <Pick
          {...props}
          of="resource"
          label="Resource"
          options={world.resources.map(one => [one.armId, one.name])}
        />
        <Pick
          {...props}
          change={part => change({ ...part, filters: {} })}
          of="metric"
          label="Metric"
          options={[
            ...(metric ? [] : [[draft.metric, draft.metric || 'Choose'] as const]),
            ...metrics.map(({ name }) => [name.value, name.localizedValue] as const),
          ]}
        />
        <Pick {...props} of="aggregation" label="Measure" options={AGGREGATIONS.map(one => [one, one])} />
      </div>
      {dimensions.length > 0 && (
        <Field
          label="Only, or for each"
          hint="Values with commas between. A * watches each value by itself; a ! before the values leaves them out."
        >
          <div className={styles.row}>
            {dimensions.map(name => (
              <Input
                key={name}
                className={styles.input}
                aria-label={name}
                contentBefore={name}
                placeholder="all"
                value={draft.filters[name] ?? ''}
                onChange={(_, { value }) => change({ filters: { ...draft.filters, [name]: value } })}
              />
            ))}
          </div>
        </Field>
      )}
    </>
  )
}

const words = (duration: string): string =>
  duration.replace(/^PT?/, '').replace('M', ' min').replace('H', ' h').replace('D', ' day')

/** Metric alerts are evaluated every hour at least, as in Azure. */
const RARELY = ['PT6H', 'PT12H', 'P1D']

interface CommonProps extends FieldsProps {
  readonly groups: readonly GroupAnswer[]
}

export function CommonFields({ groups, ...props }: CommonProps) {
  const styles = useStyles()
  const { kind } = props.draft
  const lengths = LENGTHS.map(one => [one, words(one)] as const)
  const often = kind === 'metric' ? lengths.filter(([one]) => !RARELY.includes(one)) : lengths
  return (
    <div className={styles.row}>
      <Pick {...props} of="operator" label="Fires when it" options={Object.entries(OPERATORS)} />
      <Type {...props} of="threshold" label="Threshold" />
      <Pick {...props} of="frequency" label="Evaluate every" options={often} />
      <Pick {...props} of="window" label="Over the last" options={lengths} />
      <Pick
        {...props}
        of="severity"
        label="Severity"
        options={SEVERITIES.map((title, i) => [String(i), `${i} · ${title}`])}
      />
      <Pick
        {...props}
        of="group"
        label="Tell"
        options={[['', 'Nobody'], ...groups.map(({ id, name }) => [id, name] as const)]}
      />
    </div>
  )
}
