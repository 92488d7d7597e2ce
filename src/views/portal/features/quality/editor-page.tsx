/** A report is cloned or changed: its tabs, its panels, and what each asks; the panel that is changed is shown beside. */
import { Button, Field, Input, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components'
import { AddRegular, BracesRegular, DeleteRegular, SaveRegular } from '@fluentui/react-icons'
import { useParams, useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Answered, Failed, Page as Frame, GoTo, RangePicker, Section, text, useAddress } from '#views/kit'
import type { LookedAt } from './ask-of.ts'
import { PanelView } from './panel.tsx'
import { PanelEditor } from './panel-editor.tsx'
import type { Catalogue, Report, ReportBody } from './report.ts'
import { ReportJson } from './report-json.tsx'
import {
  changedPanel,
  changedTab,
  draftOf,
  idOfTitle,
  withNewPanel,
  withNewTab,
  withoutPanel,
  withoutTab,
} from './shape-draft.ts'
import { useCatalogue, useChangeReport, useReport } from './use-quality.ts'

const ADDRESS = { range: text('30d'), tab: text(), panel: text() }

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
  wide: { flexGrow: 1, minWidth: 'min(280px, 100%)' },
})

export function Page() {
  const { report: id = '' } = useParams({ strict: false })
  const [{ range }, setAddress] = useAddress(ADDRESS)
  const report = useReport(id)
  const catalogue = useCatalogue()
  return (
    <Frame
      title="Edit report"
      lead={<GoTo href={`/portal/teams/quality/${id}`}>Back to the report</GoTo>}
      actions={<RangePicker range={range} setRange={next => setAddress({ range: next })} />}
    >
      <Answered what="the report" asked={report}>
        {known => (
          <Answered what="the catalogue" asked={catalogue}>
            {entries => (known.id === id ? <Editor key={id} report={known} catalogue={entries} /> : null)}
          </Answered>
        )}
      </Answered>
    </Frame>
  )
}

interface EditorProps {
  readonly report: Report
  readonly catalogue: Catalogue
}

function Editor({ report, catalogue }: EditorProps) {
  const styles = useStyles()
  const [draft, setDraft] = useState(() => draftOf(report))
  const [address, setAddress] = useAddress(ADDRESS)
  const { body } = draft
  const setBody = (next: ReportBody) => setDraft({ ...draft, body: next })
  const tab = body.tabs.find(({ id }) => id === address.tab) ?? body.tabs[0]
  const panel = tab?.panels.find(({ id }) => id === address.panel) ?? tab?.panels[0]
  const lookedAt = useMemo(
    (): LookedAt => ({ range: address.range, product: 'all', filters: body.filters ?? [] }),
    [address.range, body.filters],
  )
  if (!tab || !panel) return null
  const added = (
    { id, body: next }: { readonly id: string; readonly body: ReportBody },
    what: 'tab' | 'panel',
  ) => {
    setBody(next)
    setAddress(what === 'tab' ? { tab: id, panel: '' } : { tab: tab.id, panel: id })
  }
  return (
    <>
      <Heading draft={draft} setDraft={setDraft} />
      <Section title="Tabs and panels">
        <div className={styles.row}>
          <Field label="Tab">
            <Select value={tab.id} onChange={(_, { value }) => setAddress({ tab: value, panel: '' })}>
              {body.tabs.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </Select>
          </Field>
          <Field label="Title of the tab">
            <Input
              value={tab.title}
              onChange={(_, { value }) => setBody(changedTab(body, tab.id, { title: value }))}
            />
          </Field>
          <Button icon={<AddRegular />} onClick={() => added(withNewTab(body), 'tab')}>
            Add a tab
          </Button>
          <Button
            icon={<DeleteRegular />}
            disabled={body.tabs.length < 2}
            onClick={() => setBody(withoutTab(body, tab.id))}
          >
            Remove the tab
          </Button>
        </div>
        <div className={styles.row}>
          <Field label="Panel">
            <Select value={panel.id} onChange={(_, { value }) => setAddress({ tab: tab.id, panel: value })}>
              {tab.panels.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </Select>
          </Field>
          <Button icon={<AddRegular />} onClick={() => added(withNewPanel(body, tab.id), 'panel')}>
            Add a panel
          </Button>
          <Button
            icon={<DeleteRegular />}
            disabled={tab.panels.length < 2}
            onClick={() => setBody(withoutPanel(body, tab.id, panel.id))}
          >
            Remove the panel
          </Button>
        </div>
      </Section>
      <PanelEditor
        key={`${tab.id} ${panel.id}`}
        panel={panel}
        catalogue={catalogue}
        tabs={body.tabs}
        change={part => setBody(changedPanel(body, tab.id, panel.id, part))}
      />
      {panel.query.measures.length > 0 && <PanelView {...{ panel, lookedAt, catalogue }} />}
    </>
  )
}

type Draft = ReturnType<typeof draftOf>

/** What it is called, and where it goes. */
function Heading({ draft, setDraft }: { readonly draft: Draft; setDraft(draft: Draft): void }) {
  const styles = useStyles()
  const router = useRouter()
  const { problem, save } = useChangeReport()
  const [showsJson, setShowsJson] = useState(false)
  const { body, id, isKept } = draft
  const change = (part: Partial<ReportBody>) => setDraft({ ...draft, body: { ...body, ...part } })
  const rename = (title: string) =>
    setDraft({ ...draft, id: isKept ? id : idOfTitle(title), body: { ...body, title } })
  return (
    <Section title="Report">
      <div className={styles.row}>
        <Field label="Title" required>
          <Input value={body.title} onChange={(_, { value }) => rename(value)} />
        </Field>
        <Field label="Id in its link" required>
          <Input
            value={id}
            disabled={isKept}
            onChange={(_, { value }) => setDraft({ ...draft, id: value })}
          />
        </Field>
        <Field label="What it answers" className={styles.wide}>
          <Textarea
            rows={1}
            value={body.description ?? ''}
            onChange={(_, { value }) => change({ description: value })}
          />
        </Field>
      </div>
      <div className={styles.row}>
        <Button
          appearance="primary"
          icon={<SaveRegular />}
          disabled={body.title.trim() === '' || id === ''}
          onClick={() =>
            void save(id, body).then(done => done && router.history.push(`/portal/teams/quality/${id}`))
          }
        >
          Save
        </Button>
        <Button icon={<BracesRegular />} onClick={() => setShowsJson(true)}>
          JSON
        </Button>
      </div>
      {problem && <Failed problem={problem} />}
      {showsJson && (
        <ReportJson
          body={body}
          close={() => setShowsJson(false)}
          take={next => {
            setDraft({ ...draft, body: next })
            setShowsJson(false)
          }}
        />
      )}
    </Section>
  )
}
