/** Call quality of the tenant's meetings: its reports, looked at through time, product and filters. */
import {
  Button,
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Select,
  Tab,
  TabList,
  tokens,
} from '@fluentui/react-components'
import { DeleteRegular, EditRegular, LinkRegular } from '@fluentui/react-icons'
import { useParams, useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import {
  Answered,
  addressOf,
  Columns,
  choice,
  Failed,
  Page as Frame,
  GoTo,
  list,
  RangePicker,
  text,
  useAddress,
  useAsk,
  useSession,
} from '#views/kit'
import { type LookedAt, PRODUCT_IDS } from './ask-of.ts'
import { drilled, filterText, readFilter, readFilters } from './filter-text.ts'
import { FiltersBar } from './filters-bar.tsx'
import { MemberPicker } from './member-picker.tsx'
import { PanelView } from './panel.tsx'
import type { Catalogue, Listed, Report } from './report.ts'
import { useCatalogue, useChangeReport, useReport, useReports, useTeamsRole } from './use-quality.ts'

const ADDRESS = { range: text('30d'), tab: text(), product: choice(PRODUCT_IDS, 'all'), filter: list() }
const FIRST = 'summary'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
  tabs: { overflowX: 'auto' },
  panels: { display: 'grid', gap: tokens.spacingVerticalL, minWidth: 0 },
})

export function Page() {
  const { report: id = FIRST } = useParams({ strict: false })
  const [address, setAddress] = useAddress(ADDRESS)
  const report = useReport(id)
  const catalogue = useCatalogue()
  return (
    <Frame
      title="Call quality"
      lead="Meetings and calls that this tenant organized: by Teams’ own measures, without its limits of rows."
      actions={<RangePicker range={address.range} setRange={range => setAddress({ range })} />}
    >
      <Answered what="the report" asked={report}>
        {known => (
          <Answered what="the catalogue" asked={catalogue}>
            {entries => (known.id === id ? <Viewer report={known} catalogue={entries} /> : null)}
          </Answered>
        )}
      </Answered>
    </Frame>
  )
}

interface ViewerProps {
  readonly report: Report
  readonly catalogue: Catalogue
}

function Viewer({ report, catalogue }: ViewerProps) {
  const styles = useStyles()
  const [address, setAddress] = useAddress(ADDRESS)
  const tab = report.tabs.find(({ id }) => id === address.tab) ?? report.tabs[0]
  const lookedAt = useMemo(
    (): LookedAt => ({
      range: address.range,
      product: address.product,
      filters: [...(report.filters ?? []), ...readFilters(address.filter)],
    }),
    [address.range, address.product, address.filter, report.filters],
  )
  const drill = (dimension: string, value: string, next: string) =>
    setAddress({ filter: drilled(address.filter, dimension, value), tab: next })
  if (!tab) return null
  return (
    <>
      <ReportBar report={report} />
      <FiltersBar
        catalogue={catalogue}
        product={address.product}
        filters={address.filter}
        setProduct={product => setAddress({ product })}
        setFilters={filter => setAddress({ filter })}
      />
      <Asks report={report} />
      <Needs needs={report.needs ?? []} />
      <TabList
        className={styles.tabs}
        selectedValue={tab.id}
        onTabSelect={(_, { value }) => setAddress({ tab: String(value) })}
      >
        {report.tabs.map(({ id, title }) => (
          <Tab key={id} value={id}>
            {title}
          </Tab>
        ))}
      </TabList>
      {tab.note !== undefined && (
        <MessageBar layout="multiline">
          <MessageBarBody>{tab.note}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.panels}>
        {tab.panels
          .filter(({ kind }) => kind === 'tiles')
          .map(panel => (
            <PanelView key={`${tab.id} ${panel.id}`} {...{ panel, lookedAt, catalogue, drill }} />
          ))}
        <Columns>
          {tab.panels
            .filter(({ kind }) => !WIDE.includes(kind))
            .map(panel => (
              <PanelView key={`${tab.id} ${panel.id}`} {...{ panel, lookedAt, catalogue, drill }} />
            ))}
        </Columns>
        {tab.panels
          .filter(({ kind }) => kind === 'table' || kind === 'scorecard')
          .map(panel => (
            <PanelView key={`${tab.id} ${panel.id}`} {...{ panel, lookedAt, catalogue, drill }} />
          ))}
      </div>
    </>
  )
}

/** Kinds that take the whole width. */
const WIDE: readonly string[] = ['tiles', 'table', 'scorecard']

/** Which report, and what can be done with it. */
function ReportBar({ report }: { readonly report: Report }) {
  const styles = useStyles()
  const router = useRouter()
  const reports = useReports()
  const { problem, remove } = useChangeReport()
  const { person } = useSession()
  const role = useTeamsRole()
  const [isCopied, setCopied] = useState(false)
  const isMine = report.kind === 'saved' && (role === 'administrator' || report.author === person.name)
  const goTo = (id: string) => {
    const { searchStr } = router.state.location
    const kept = new URLSearchParams(searchStr)
    kept.delete('tab')
    router.history.push(`/portal/teams/quality/${id}${kept.size > 0 ? `?${kept}` : ''}`)
  }
  const copy = async () => {
    await navigator.clipboard.writeText(location.href)
    setCopied(true)
  }
  return (
    <>
      <div className={styles.row}>
        <Field label="Report" {...(report.description !== undefined && { hint: report.description })}>
          <Select value={report.id} onChange={(_, { value }) => goTo(value)}>
            {group('Built in', reports.data, 'builtIn', report)}
            {group('Saved', reports.data, 'saved', report)}
          </Select>
        </Field>
        <Button as="a" icon={<EditRegular />} href={`/portal/teams/quality/${report.id}/edit`}>
          {report.kind === 'builtIn' ? 'Clone and change' : 'Change'}
        </Button>
        <Button icon={<LinkRegular />} onClick={() => void copy()}>
          {isCopied ? 'Link copied' : 'Copy link'}
        </Button>
        {isMine && (
          <Button
            icon={<DeleteRegular />}
            onClick={() => void remove(report.id).then(done => done && goTo(FIRST))}
          >
            Delete
          </Button>
        )}
      </div>
      {problem && <Failed problem={problem} />}
    </>
  )
}

function group(label: string, reports: readonly Listed[] | undefined, kind: Listed['kind'], shown: Listed) {
  const members = (reports ?? [shown]).filter(one => one.kind === kind)
  return members.length === 0 ? null : (
    <optgroup label={label}>
      {members.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </optgroup>
  )
}

/** What is picked first, such as a person. */
function Asks({ report }: { readonly report: Report }) {
  const styles = useStyles()
  const role = useTeamsRole()
  const [{ filter }, setAddress] = useAddress(ADDRESS)
  const asks = (report.asks ?? []).filter(name => !(role === 'specialist' && /UPN|ObjectId/.test(name)))
  if (asks.length === 0) return null
  return (
    <div className={styles.row}>
      {asks.map(dimension => {
        const isOwn = (one: string) => {
          const read = readFilter(one)
          return read?.dimension === dimension && read.operator === 'equals'
        }
        const values = filter.filter(isOwn).flatMap(one => readFilter(one)?.values.map(String) ?? [])
        const others = filter.filter(one => !isOwn(one))
        return (
          <MemberPicker
            key={dimension}
            label={dimension}
            dimension={dimension}
            values={values}
            within={readFilters(others)}
            setValues={next =>
              setAddress({
                filter: next.length === 0 ? others : [...others, filterText({ dimension, values: next })],
              })
            }
          />
        )
      })}
    </div>
  )
}

/** A report by place shows little without a building file. */
function Needs({ needs }: { readonly needs: readonly string[] }) {
  const files = useAsk(
    ['teams-networks'],
    async (call, signal) =>
      // Sound: our own server prints this shape.
      (
        (await call('/teams/networks', { audience: 'graph', signal })) as {
          readonly value: readonly { readonly kind: string }[]
        }
      ).value,
    { when: needs.length > 0 },
  )
  const missing = needs.filter(need => files.data && !files.data.some(({ kind }) => kind === need))
  if (missing.length === 0) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        This report needs a file of {missing.join(' and ')}, and there is none: everything is outside and
        without a place. <GoTo href={addressOf('/portal/teams/networks')}>Upload one</GoTo>
      </MessageBarBody>
    </MessageBar>
  )
}
