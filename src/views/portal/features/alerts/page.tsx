/** Alerts: the rules, what they fired, ready-made ones to start from, and who is told. */
import {
  Badge,
  Body1,
  Button,
  Card,
  Field,
  Input,
  makeStyles,
  Subtitle2,
  Tab,
  TabList,
  tokens,
} from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { type FormEvent, useMemo, useState } from 'react'
import {
  Answered,
  addressOf,
  choice,
  DataTable,
  Empty,
  Failed,
  Page as Frame,
  GoTo,
  OpenKql,
  Section,
  type TableColumn,
  useAddress,
  useFollow,
  useIsOperator,
  usePlace,
  useTimes,
} from '#views/kit'
import { resourceName, SEVERITIES } from './shape-rule.ts'
import {
  type AlertAnswer,
  type GroupAnswer,
  isMetricRule,
  type RuleAnswer,
  titleOfRule,
  useAlerts,
  useChange,
  useGroups,
  useReadyMade,
  useRules,
} from './use-alerts.ts'

const TABS = ['rules', 'history', 'readyMade', 'groups'] as const
const TITLES = {
  rules: 'Rules',
  history: 'History',
  readyMade: 'Ready-made rules',
  groups: 'Action groups',
} as const
const PARTS = { rules: Rules, history: History, readyMade: Gallery, groups: Groups } as const
const ADDRESS = { tab: choice(TABS, 'rules') }
const HISTORY_KQL = `AnteroomAlerts_CL
| project TimeGenerated, Event, RuleName, Severity, Dimensions, Value, Threshold, Receiver, Attempts, Error
| order by TimeGenerated desc`

const useStyles = makeStyles({
  cards: {
    display: 'grid',
    gap: tokens.spacingHorizontalM,
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(280px, 100%), 1fr))',
  },
  card: { alignContent: 'space-between' },
  tabs: { flexWrap: 'wrap' },
  form: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
  field: { flex: '1 1 200px' },
})

interface Placed {
  readonly place: string
}

/** All of it by the public control plane, so that a script can do the same. */
export function Page() {
  const styles = useStyles()
  const [{ tab }, setAddress] = useAddress(ADDRESS)
  const place = usePlace()
  const isOperator = useIsOperator()
  const follow = useFollow()
  const Part = PARTS[tab]
  const href = '/portal/alerts/new'
  return (
    <Frame
      title="Alerts"
      lead="Rules that ask a metric or KQL every few minutes and tell you when a figure leaves its bounds."
      actions={
        <Button
          appearance="primary"
          as="a"
          href={href}
          icon={<AddRegular />}
          onClick={event => follow(event, href)}
        >
          New rule
        </Button>
      }
    >
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_, { value }) => setAddress({ tab: TABS.find(one => one === value) ?? 'rules' })}
      >
        {TABS.map(one => (
          <Tab key={one} value={one}>
            {TITLES[one]}
          </Tab>
        ))}
      </TabList>
      {place === undefined ? (
        <Empty
          title="This tenant has no resource"
          hint="Rules are kept beside a Communication Services resource."
        />
      ) : (
        <Section
          title={TITLES[tab]}
          // The table holds the alerts of every tenant, and is the operator's.
          actions={isOperator && tab === 'history' && <OpenKql kql={HISTORY_KQL} range="30d" />}
        >
          <Part place={place} />
        </Section>
      )}
    </Frame>
  )
}

const severityOf = (severity = 3): string => `${severity} · ${SEVERITIES[severity] ?? ''}`

const RULE_COLUMNS: readonly TableColumn<RuleAnswer>[] = [
  {
    id: 'name',
    title: 'Rule',
    value: titleOfRule,
    show: rule => <GoTo href={addressOf('/portal/alerts/new', { rule: rule.id })}>{titleOfRule(rule)}</GoTo>,
    width: 260,
  },
  { id: 'kind', title: 'Asks', value: rule => (isMetricRule(rule) ? 'Metric' : 'KQL'), width: 80 },
  {
    id: 'severity',
    title: 'Severity',
    value: ({ properties }) => severityOf(properties.severity),
    width: 140,
  },
  { id: 'every', title: 'Every', value: ({ properties }) => properties.evaluationFrequency, width: 90 },
  { id: 'window', title: 'Looks at', value: ({ properties }) => properties.windowSize, width: 90 },
  { id: 'state', title: 'State', value: ({ anteroom }) => anteroom?.problem ?? 'Evaluated', width: 200 },
]

function Rules({ place }: Placed) {
  const rules = useRules(place)
  return (
    <Answered what="the rules" asked={rules}>
      {rows => (
        <DataTable
          of="alert rules"
          columns={RULE_COLUMNS}
          rows={rows}
          empty={<Empty title="No rule yet" hint="Write one, or start from a ready-made one." />}
        />
      )}
    </Answered>
  )
}

function History({ place }: Placed) {
  const times = useTimes()
  const alerts = useAlerts(place)
  const columns = useMemo<readonly TableColumn<AlertAnswer>[]>(() => {
    const of = ({ properties }: AlertAnswer) => properties.essentials
    const condition = ({ properties }: AlertAnswer) => properties.context.condition.allOf[0]
    return [
      {
        id: 'state',
        title: 'State',
        value: row => of(row).monitorCondition,
        show: row => (
          <Badge appearance="tint" color={of(row).monitorCondition === 'Fired' ? 'danger' : 'success'}>
            {of(row).monitorCondition}
          </Badge>
        ),
        width: 110,
      },
      { id: 'rule', title: 'Rule', value: row => of(row).alertRule.split('/').at(-1) ?? '', width: 240 },
      { id: 'severity', title: 'Severity', value: row => of(row).severity, width: 90 },
      {
        id: 'for',
        title: 'For',
        value: row => (condition(row)?.dimensions ?? []).map(({ value }) => value).join(', ') || 'All',
        width: 180,
      },
      {
        id: 'value',
        title: 'Value',
        value: row => condition(row)?.metricValue ?? null,
        align: 'end',
        width: 90,
      },
      {
        id: 'fired',
        title: 'Fired',
        value: row => of(row).startDateTime,
        show: row => times.moment(of(row).startDateTime),
        width: 170,
      },
      {
        id: 'resolved',
        title: 'Resolved',
        value: row => of(row).monitorConditionResolvedDateTime ?? '',
        show: row => {
          const at = of(row).monitorConditionResolvedDateTime
          return at === undefined ? 'Still open' : times.moment(at)
        },
        width: 170,
      },
    ]
  }, [times])
  return (
    <Answered what="the alerts" asked={alerts}>
      {rows => (
        <DataTable
          of="alerts"
          columns={columns}
          rows={rows}
          empty={
            <Empty
              title="Nothing fired in the last 30 days"
              hint="A test run tells when a rule would have."
            />
          }
        />
      )}
    </Answered>
  )
}

function Gallery({ place }: Placed) {
  const styles = useStyles()
  return (
    <Answered what="the ready-made rules" asked={useReadyMade(place)}>
      {rules => (
        <div className={styles.cards}>
          {rules.map(({ id, title, why }) => (
            <Card key={id} className={styles.card}>
              <Subtitle2>{title}</Subtitle2>
              <Body1>{why}</Body1>
              <GoTo
                href={addressOf('/portal/alerts/new', { from: id })}
                aria-label={`Use this rule: ${title}`}
              >
                Use this rule
              </GoTo>
            </Card>
          ))}
        </div>
      )}
    </Answered>
  )
}

const GROUP_COLUMNS: readonly TableColumn<GroupAnswer>[] = [
  { id: 'name', title: 'Group', value: ({ name }) => name, width: 200 },
  {
    id: 'who',
    title: 'Tells',
    value: ({ properties: { webhookReceivers = [], emailReceivers = [] } }) =>
      [...webhookReceivers.map(one => one.serviceUri), ...emailReceivers.map(one => one.emailAddress)].join(
        ', ',
      ),
    width: 420,
  },
]

const groupBody = (name: string, address: string) => ({
  groupShortName: name.slice(0, 12),
  enabled: true,
  ...(/^https?:/i.test(address)
    ? { webhookReceivers: [{ name: 'webhook', serviceUri: address, useCommonAlertSchema: true }] }
    : { emailReceivers: [{ name: 'e-mail', emailAddress: address, useCommonAlertSchema: true }] }),
})

function Groups({ place }: Placed) {
  const styles = useStyles()
  const [name, setName] = useState('')
  const [address, setAddress] = useState('')
  const { problem, saveGroup } = useChange(place)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const isSaved = await saveGroup(resourceName(name), groupBody(name, address.trim()))
    if (isSaved) [setName, setAddress].map(clear => clear(''))
  }
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <Field label="Name" className={styles.field} required>
          <Input value={name} onChange={(_, { value }) => setName(value)} />
        </Field>
        <Field label="Webhook URL or e-mail address" className={styles.field} required>
          <Input value={address} onChange={(_, { value }) => setAddress(value)} />
        </Field>
        <Button type="submit" icon={<AddRegular />} disabled={name === '' || address === ''}>
          Add group
        </Button>
      </form>
      {problem && <Failed problem={problem} />}
      <Answered what="the action groups" asked={useGroups(place)}>
        {rows => (
          <DataTable
            of="action groups"
            columns={GROUP_COLUMNS}
            rows={rows}
            empty={<Empty title="Nobody is told yet" hint="A group names a webhook or an e-mail address." />}
          />
        )}
      </Answered>
    </>
  )
}
