/** One rule: new, from a ready-made one, from a chart, or kept; tested on past data before it is saved. */
import { Button, Field, Input, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components'
import { BeakerRegular, DeleteRegular, SaveRegular } from '@fluentui/react-icons'
import { type FormEvent, useMemo, useState } from 'react'
import {
  Answered,
  Chart,
  Empty,
  Failed,
  Page as Frame,
  GoTo,
  RangePicker,
  Section,
  type TimeRange,
  text,
  useAddress,
  xyOption,
} from '#views/kit'
import {
  AGGREGATIONS,
  type Draft,
  draftOf,
  draftOfMetric,
  draftOfReadyMade,
  EMPTY,
  LENGTHS,
  linesOf,
  OPERATORS,
  propertiesOf,
  type RuleProperties,
  resourceName,
  SEVERITIES,
} from './shape-rule.ts'
import {
  type GroupAnswer,
  type TestAnswer,
  useChange,
  useGroups,
  usePlace,
  useReadyMade,
  useRules,
  useScope,
  useTestRun,
} from './use-alerts.ts'

/** `metric`, `resource` and `dimensions` come from a chart, `from` names a ready-made rule, `rule` a kept one. */
const ADDRESS = {
  rule: text(),
  from: text(),
  query: text(),
  resource: text(),
  metric: text(),
  dimensions: text(),
  range: text('24h'),
}

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalL },
  row: {
    display: 'grid',
    gap: tokens.spacingHorizontalM,
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(180px, 100%), 1fr))',
  },
  input: { minWidth: 0, width: '100%' },
  query: { fontFamily: tokens.fontFamilyMonospace },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
})

export function Page() {
  const place = usePlace()
  const [{ rule }] = useAddress(ADDRESS)
  return (
    <Frame
      title={rule === '' ? 'New alert rule' : 'Alert rule'}
      lead={<GoTo href="/portal/alerts">All alert rules</GoTo>}
    >
      {place === undefined ? (
        <Empty
          title="This tenant has no resource"
          hint="Rules are kept beside a Communication Services resource."
        />
      ) : (
        <Start place={place} />
      )}
    </Frame>
  )
}

/** Waits for what the form starts from. */
function Start({ place }: { readonly place: string }) {
  const [{ rule, from, query, resource, metric, dimensions }] = useAddress(ADDRESS)
  const rules = useRules(place)
  const readyMade = useReadyMade(place)
  return (
    <Answered what="the rules" asked={rules}>
      {kept => (
        <Answered what="the ready-made rules" asked={readyMade}>
          {ready => {
            const known = kept.find(({ id }) => id === rule)
            const chosen = ready.find(({ id }) => id === from)
            const fresh =
              metric === '' ? { ...EMPTY, query } : draftOfMetric({ resource, metric, dimensions })
            const start = known
              ? draftOf(known.name, known.properties)
              : chosen
                ? draftOfReadyMade(chosen)
                : fresh
            return <Editor key={rule + from} {...{ place, start }} kept={known} />
          }}
        </Answered>
      )}
    </Answered>
  )
}

interface EditorProps {
  readonly place: string
  readonly start: Draft
  /** The rule that is changed; absent for a new one. */
  readonly kept: KeptRule | undefined
}

interface KeptRule {
  readonly id: string
  readonly name: string
  readonly properties: RuleProperties
}

function Editor({ place, start, kept }: EditorProps) {
  const styles = useStyles()
  const [draft, setDraft] = useState(start)
  const [{ range }, setAddress] = useAddress(ADDRESS)
  const [tested, setTested] = useState<{ properties: RuleProperties; range: TimeRange }>()
  const [isSaved, setSaved] = useState(false)
  const scope = useScope(place)
  const { problem, saveRule, remove } = useChange(place)
  const groups = useGroups(place).data ?? []
  const change = (part: Partial<Draft>) => {
    setSaved(false)
    setDraft({ ...draft, ...part })
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setSaved(await saveRule(kept?.name ?? resourceName(draft.name), properties()))
  }
  const properties = () => propertiesOf(draft, scope, kept?.properties)
  const isReady = draft.name !== '' && draft.query !== ''
  return (
    <>
      <Section title="What it watches">
        <form className={styles.form} onSubmit={save}>
          <Field label="Name" required>
            <Input value={draft.name} onChange={(_, { value }) => change({ name: value })} />
          </Field>
          <Field label="Query (KQL)" required hint="Over the window alone: no time filter is needed.">
            <Textarea
              textarea={{ className: styles.query, spellCheck: false }}
              rows={6}
              resize="vertical"
              value={draft.query}
              onChange={(_, { value }) => change({ query: value })}
            />
          </Field>
          <Fields {...{ draft, change, groups }} />
          <div className={styles.buttons}>
            <Button type="submit" appearance="primary" icon={<SaveRegular />} disabled={!isReady}>
              {isSaved ? 'Saved' : 'Save'}
            </Button>
            <Button
              icon={<BeakerRegular />}
              disabled={draft.query === ''}
              onClick={() => setTested({ properties: properties(), range })}
            >
              Test on past data
            </Button>
            {kept && (
              <Button icon={<DeleteRegular />} onClick={() => remove(kept.id)}>
                Delete
              </Button>
            )}
          </div>
        </form>
        {problem && <Failed problem={problem} />}
      </Section>
      <Section
        title="When it would have fired"
        actions={<RangePicker range={range} setRange={next => setAddress({ range: next })} />}
      >
        {tested ? (
          <TestRun {...{ place, tested }} />
        ) : (
          <Empty title="Not tested yet" hint="A test run evaluates the rule on past data and tells nobody." />
        )}
      </Section>
    </>
  )
}

interface FieldsProps {
  readonly draft: Draft
  readonly groups: readonly GroupAnswer[]
  change(part: Partial<Draft>): void
}

const lengths = LENGTHS.map(
  one => [one, one.replace(/^PT?/, '').replace('M', ' min').replace('H', ' h').replace('D', ' day')] as const,
)

function Fields({ draft, groups, change }: FieldsProps) {
  const styles = useStyles()
  const pick = (key: keyof Draft, label: string, options: readonly (readonly [string, string])[]) => (
    <Field label={label}>
      <Select value={draft[key]} onChange={(_, { value }) => change({ [key]: value })}>
        {options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </Select>
    </Field>
  )
  const type = (key: keyof Draft, label: string, isNumber = false) => (
    <Field label={label}>
      <Input
        className={styles.input}
        type={isNumber ? 'number' : 'text'}
        value={draft[key]}
        onChange={(_, { value }) => change({ [key]: value })}
      />
    </Field>
  )
  return (
    <div className={styles.row}>
      {pick(
        'aggregation',
        'Measure',
        AGGREGATIONS.map(one => [one, one === 'Count' ? 'Count of rows' : one]),
      )}
      {draft.aggregation !== 'Count' && type('measure', 'Of column')}
      {type('dimensions', 'For each (columns)')}
      {pick('operator', 'Fires when it', Object.entries(OPERATORS))}
      {type('threshold', 'Threshold', true)}
      {pick('frequency', 'Evaluate every', lengths)}
      {pick('window', 'Over the last', lengths)}
      {pick(
        'severity',
        'Severity',
        SEVERITIES.map((title, i) => [String(i), `${i} · ${title}`]),
      )}
      {pick('group', 'Tell', [['', 'Nobody'], ...groups.map(({ id, name }): [string, string] => [id, name])])}
    </div>
  )
}

interface TestRunProps {
  readonly place: string
  readonly tested: { readonly properties: RuleProperties; readonly range: TimeRange }
}

function TestRun({ place, tested }: TestRunProps) {
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
