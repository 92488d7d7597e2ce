import {
  Dropdown,
  Field,
  makeStyles,
  Option,
  Tab,
  TabList,
  Tag,
  TagGroup,
  tokens,
} from '@fluentui/react-components'
import { useParams, useRouter } from '@tanstack/react-router'
import {
  binFor,
  Columns,
  choice,
  Empty,
  Page as Frame,
  list,
  RangePicker,
  text,
  useAddress,
} from '#views/kit'
import type { RuleVersion } from './chart-row.ts'
import { filterKql, toggled } from './filters.ts'
import { InsightChart } from './insight-chart.tsx'
import { TABS } from './tabs.ts'

const BINS = ['auto', '1m', '10m', '15m', '30m', '1h', '2h', '12h', '1d', '2d', '3d', '7d'] as const
const RULES = ['insights', 'diagnostics'] as const
const ADDRESS = {
  range: text('24h'),
  bin: choice(BINS, 'auto'),
  rule: choice(RULES, 'insights'),
  filter: list(),
}

const RULE_TITLES: Readonly<Record<RuleVersion, string>> = {
  insights: 'Insights workbook: jitter, loss, round trip',
  diagnostics: 'Call Diagnostics: nine figures',
}

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
  tabs: { flexWrap: 'wrap' },
})

/** Azure's workbooks with their formulas; a click on a slice or row filters the tab. */
export function Page() {
  const styles = useStyles()
  const router = useRouter()
  const { tab: wanted = 'overview' } = useParams({ strict: false })
  const [address, setAddress] = useAddress(ADDRESS)
  const tab = TABS.find(({ id }) => id === wanted) ?? TABS[0]
  if (!tab) return null
  const bin = address.bin === 'auto' ? binFor(address.range, Date.now()).kql : address.bin
  const parameters = { bin, rule: address.rule, filter: filterKql(address.filter, tab.filters) }
  return (
    <Frame
      title="Insights"
      lead="Volume, reliability, quality and the APIs: Azure’s figures with Azure’s formulas, each open as KQL."
      actions={<RangePicker range={address.range} setRange={range => setAddress({ range })} />}
    >
      <TabList
        className={styles.tabs}
        selectedValue={tab.id}
        onTabSelect={(_, { value }) =>
          router.history.push(`/portal/insights/${value}?range=${encodeURIComponent(address.range)}`)
        }
      >
        {TABS.map(({ id, title }) => (
          <Tab key={id} value={id}>
            {title}
          </Tab>
        ))}
      </TabList>
      {tab.absent !== undefined ? (
        <Empty title={`No records of ${tab.title}`} hint={tab.absent} />
      ) : (
        <>
          <div className={styles.bar}>
            <Field label="Granularity">
              <Dropdown
                value={address.bin}
                selectedOptions={[address.bin]}
                onOptionSelect={(_, { optionValue }) =>
                  setAddress({ bin: BINS.find(one => one === optionValue) ?? 'auto' })
                }
              >
                {BINS.map(one => (
                  <Option key={one}>{one}</Option>
                ))}
              </Dropdown>
            </Field>
            {tab.id === 'quality' && (
              <Field label="A stream is unhealthy by">
                <Dropdown
                  value={RULE_TITLES[address.rule]}
                  selectedOptions={[address.rule]}
                  onOptionSelect={(_, { optionValue }) =>
                    setAddress({ rule: optionValue === 'diagnostics' ? 'diagnostics' : 'insights' })
                  }
                >
                  {RULES.map(one => (
                    <Option key={one} value={one}>
                      {RULE_TITLES[one]}
                    </Option>
                  ))}
                </Dropdown>
              </Field>
            )}
            <TagGroup
              aria-label="Filters"
              onDismiss={(_, { value }) =>
                setAddress({ filter: address.filter.filter(one => one !== value) })
              }
            >
              {address.filter.map(one => (
                <Tag key={one} value={one} dismissible dismissIcon={{ 'aria-label': 'Remove the filter' }}>
                  {one}
                </Tag>
              ))}
            </TagGroup>
          </div>
          <Columns>
            {tab.charts.map(chart => (
              <InsightChart
                key={chart.id}
                chart={chart}
                parameters={parameters}
                range={address.range}
                pick={(column, value) => setAddress({ filter: toggled(address.filter, column, value) })}
              />
            ))}
          </Columns>
        </>
      )}
    </Frame>
  )
}
