import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { PlayRegular, ShareRegular, StopRegular } from '@fluentui/react-icons'
import { useEffect, useRef, useState } from 'react'
import {
  choice,
  Page as Frame,
  list,
  RANGES,
  RangePicker,
  text,
  useAddress,
  useIsNarrow,
  useSession,
} from '#views/kit'
import { Editor, type EditorHandle } from './editor.tsx'
import { Queries } from './queries.tsx'
import { Results } from './results.tsx'
import { SAMPLES } from './samples.ts'
import { useHistory } from './saved.ts'
import { SchemaTree } from './schema-tree.tsx'
import { useRun } from './use-run.ts'
import { useSchema } from './use-schema.ts'

/** `auto`: the chart where the query says `render`. */
const VIEWS = ['auto', 'results', 'chart', 'explain'] as const
export type View = (typeof VIEWS)[number]

const ADDRESS = {
  kql: text(SAMPLES[0]?.kql ?? ''),
  range: text('24h'),
  view: choice(VIEWS, 'auto'),
  open: list(),
}

const useStyles = makeStyles({
  layout: {
    display: 'grid',
    gridTemplateColumns: '260px minmax(0, 1fr)',
    gap: tokens.spacingHorizontalL,
    '@media (max-width: 1000px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  work: { display: 'grid', gap: tokens.spacingVerticalM, minWidth: 0, alignContent: 'start' },
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
})

/** KQL over the logs of a workspace. */
export function Page() {
  const styles = useStyles()
  const [address, setAddress] = useAddress(ADDRESS)
  const [kql, setKql] = useState(address.kql)
  const [isShared, setShared] = useState(false)
  const { workspace } = useSession()
  const { run, start, cancel } = useRun()
  const { history, remember } = useHistory()
  const schema = useSchema()
  const editor = useRef<EditorHandle>(null)
  const isNarrow = useIsNarrow()
  const go = (query: string) => {
    setAddress({ kql })
    remember(query)
    start(query, address.range)
  }
  const load = (query: string) => {
    setKql(query)
    setAddress({ kql: query })
    start(query, address.range)
    remember(query)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: an address with a query opens with its answer, once
  useEffect(() => {
    if (new URLSearchParams(location.search).has('kql')) start(address.kql, address.range)
  }, [])
  const share = () =>
    void navigator.clipboard.writeText(location.href).then(() => {
      setShared(true)
      setTimeout(() => setShared(false), 3000)
    })
  return (
    <Frame title="Logs" lead={`KQL over workspace ${workspace.name}. Control and Enter runs it.`}>
      <div className={styles.layout}>
        {!isNarrow && <SchemaTree asked={schema} insert={name => editor.current?.insert(name)} />}
        <div className={styles.work}>
          <div className={styles.bar}>
            {run.kind === 'running' ? (
              <Button icon={<StopRegular />} onClick={cancel}>
                Cancel
              </Button>
            ) : (
              <Button
                appearance="primary"
                icon={<PlayRegular />}
                onClick={() => go(editor.current?.chosen() ?? kql)}
                disabled={kql.trim() === ''}
              >
                Run
              </Button>
            )}
            <RangePicker range={address.range} setRange={range => setAddress({ range })} />
            <Queries kql={kql} history={history} load={load} />
            <Button icon={<ShareRegular />} onClick={share}>
              {isShared ? 'Link copied' : 'Share'}
            </Button>
            {run.kind === 'running' && <Spinner size="tiny" label="Running" />}
          </div>
          <Editor
            text={kql}
            setText={setKql}
            run={go}
            schema={schema.data}
            problem={run.kind === 'failed' ? run.problem : undefined}
            handle={editor}
          />
          <Results
            run={run}
            view={address.view}
            setView={view => setAddress({ view }, { replace: true })}
            range={RANGES.some(({ id }) => id === address.range) ? address.range : undefined}
          />
        </div>
      </div>
    </Frame>
  )
}
