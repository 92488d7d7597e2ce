/** One rule: new, from a ready-made one, from a chart, or kept; tested on past data before it is saved. */
import { Button, Field, Input, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import { BeakerRegular, DeleteRegular, SaveRegular } from '@fluentui/react-icons'
import { type FormEvent, useState } from 'react'
import {
  Answered,
  choice,
  Empty,
  Failed,
  Page as Frame,
  GoTo,
  RangePicker,
  Section,
  text,
  useAddress,
  usePlace,
  useResource,
} from '#views/kit'
import { CommonFields, LogFields, MetricFields } from './rule-fields.tsx'
import { draftOfMetric, draftOfMetricRule, metricPropertiesOf } from './shape-metric-rule.ts'
import {
  type Draft,
  draftOf,
  draftOfReadyMade,
  EMPTY,
  propertiesOf,
  type ReadyMade,
  resourceName,
} from './shape-rule.ts'
import { TestRun } from './tested.tsx'
import {
  isMetricRule,
  type RuleAnswer,
  type RuleType,
  type Tested,
  useChange,
  useGroups,
  useReadyMade,
  useRules,
  useScope,
} from './use-alerts.ts'

const KINDS = ['log', 'metric'] as const

/** The fields of a metric come from a chart, `from` names a ready-made rule, `rule` a kept one. */
const ADDRESS = {
  rule: text(),
  from: text(),
  kind: choice(KINDS, 'log'),
  query: text(),
  resource: text(),
  metric: text(),
  aggregation: text(),
  dimensions: text(),
  range: text('24h'),
}

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalL },
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
  const [{ rule, from, kind }] = useAddress(ADDRESS)
  const rules = useRules(place)
  const readyMade = useReadyMade(place)
  const fresh = useFresh()
  return (
    <Answered what="the rules" asked={rules}>
      {kept => (
        <Answered what="the ready-made rules" asked={readyMade}>
          {ready => {
            const known = kept.find(({ id }) => id === rule)
            const start = known ? draftOfKept(known) : (draftFrom(ready, from) ?? fresh)
            return <Editor key={rule + from + kind} {...{ place, start }} kept={known} />
          }}
        </Answered>
      )}
    </Answered>
  )
}

const draftOfKept = (rule: RuleAnswer): Draft =>
  isMetricRule(rule) ? draftOfMetricRule(rule.name, rule.properties) : draftOf(rule.name, rule.properties)

function draftFrom(ready: readonly ReadyMade[], id: string): Draft | undefined {
  const chosen = ready.find(one => one.id === id)
  return chosen && draftOfReadyMade(chosen)
}

/** A new rule, as far as the address says what it is about. */
function useFresh(): Draft {
  const [{ kind, query, resource, metric, aggregation, dimensions }] = useAddress(ADDRESS)
  const armId = useResource(resource)?.armId ?? ''
  if (kind === 'log') return { ...EMPTY, query }
  return metric === ''
    ? { ...EMPTY, kind, resource: armId }
    : draftOfMetric({ resource: armId, metric, aggregation, dimensions })
}

interface EditorProps {
  readonly place: string
  readonly start: Draft
  /** The rule that is changed; absent for a new one. */
  readonly kept: RuleAnswer | undefined
}

function Editor({ place, start, kept }: EditorProps) {
  const styles = useStyles()
  const [draft, setDraft] = useState(start)
  const [{ range }, setAddress] = useAddress(ADDRESS)
  const [tested, setTested] = useState<Tested>()
  const [isSaved, setSaved] = useState(false)
  const scope = useScope(place)
  const { problem, saveRule, remove } = useChange(place)
  const groups = useGroups(place).data ?? []
  const change = (part: Partial<Draft>) => {
    setSaved(false)
    setDraft({ ...draft, ...part })
  }
  const made = () => ruleOf(draft, scope, kept)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const { type, properties } = made()
    setSaved(await saveRule(type, kept?.name ?? resourceName(draft.name), properties))
  }
  const isAsking = draft.kind === 'metric' ? draft.metric !== '' : draft.query !== ''
  const hidden = kept && isMetricRule(kept) ? kept.properties.criteria.allOf.length - 1 : 0
  return (
    <>
      <Section title="What it watches">
        <form className={styles.form} onSubmit={save}>
          {!kept && (
            <RadioGroup
              layout="horizontal"
              aria-label="What the rule asks"
              value={draft.kind}
              onChange={(_, { value }) =>
                setAddress({ from: '', kind: KINDS.find(kind => kind === value) ?? 'log' })
              }
            >
              <Radio value="log" label="A KQL query" />
              <Radio value="metric" label="A metric" />
            </RadioGroup>
          )}
          <Field label="Name" required>
            <Input
              value={draft.name}
              // A metric alert has no other name than that of its resource, which stays.
              disabled={draft.kind === 'metric' && kept !== undefined}
              onChange={(_, { value }) => change({ name: value })}
            />
          </Field>
          {draft.kind === 'metric' ? (
            <MetricFields {...{ draft, change }} />
          ) : (
            <LogFields {...{ draft, change }} />
          )}
          {hidden > 0 && (
            <p>{`It fires only while ${hidden} more of its conditions hold, which stay as they are.`}</p>
          )}
          <CommonFields {...{ draft, change, groups }} />
          <div className={styles.buttons}>
            <Button
              type="submit"
              appearance="primary"
              icon={<SaveRegular />}
              disabled={draft.name === '' || !isAsking}
            >
              {isSaved ? 'Saved' : 'Save'}
            </Button>
            <Button
              icon={<BeakerRegular />}
              disabled={!isAsking}
              onClick={() => setTested({ ...made(), range })}
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

function ruleOf(
  draft: Draft,
  scope: string,
  kept: RuleAnswer | undefined,
): Pick<Tested, 'type' | 'properties'> {
  const type: RuleType = draft.kind === 'metric' ? 'metricAlerts' : 'scheduledQueryRules'
  const properties =
    draft.kind === 'metric'
      ? metricPropertiesOf(draft, kept && isMetricRule(kept) ? kept.properties : undefined)
      : propertiesOf(draft, scope, kept && !isMetricRule(kept) ? kept.properties : undefined)
  return { type, properties }
}
