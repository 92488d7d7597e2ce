import { Button, Checkbox, Dropdown, Field, makeStyles, Option, tokens } from '@fluentui/react-components'
import { AddRegular, AlertRegular } from '@fluentui/react-icons'
import {
  Answered,
  choice,
  Empty,
  Page as Frame,
  flag,
  GRAINS,
  list,
  METRIC_LOOKS,
  MetricChart,
  type MetricDefinition,
  type MetricLine,
  PinButton,
  printLine,
  RangePicker,
  rangeOf,
  readLine,
  Section,
  type TimeRange,
  text,
  titleOfLine,
  useAddress,
  useFollow,
  useMetricDefinitions,
  useResource,
  useSession,
} from '#views/kit'
import { LineEditor } from './line-editor.tsx'
import { firstLine, ruleAddress } from './shape-lines.ts'

const GRAIN_IDS = ['auto', ...GRAINS.map(({ id }) => id)] as const

const ADDRESS = {
  range: text('24h'),
  resource: text(),
  lines: list(),
  grain: choice(GRAIN_IDS, 'auto'),
  look: choice(METRIC_LOOKS, 'line'),
  compare: flag(),
}

const useStyles = makeStyles({
  lines: { display: 'grid', gap: tokens.spacingVerticalM },
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
  field: { minWidth: '130px', maxWidth: '240px', flex: '1 1 140px' },
  narrow: { minWidth: '130px', maxWidth: '180px', flex: '1 1 130px' },
  list: { minWidth: 0, width: '100%' },
})

/** Platform metrics of a resource, by the metrics API: several lines on a chart, split, filtered, compared. */
export function Page() {
  const [{ resource: armId, range }, setAddress] = useAddress(ADDRESS)
  const resource = useResource(armId)
  const definitions = useMetricDefinitions(resource?.armId ?? '')
  return (
    <Frame
      title="Metrics"
      lead="Requests to the APIs, minute by minute, with the dimensions that an export drops."
      actions={<RangePicker range={range} setRange={next => setAddress({ range: next })} />}
    >
      {resource ? (
        <Answered what="the metrics there are" asked={definitions}>
          {found => <Explorer definitions={found} armId={resource.armId} />}
        </Answered>
      ) : (
        <Empty title="This tenant has no resource" hint="Metrics are of a Communication Services resource." />
      )}
    </Frame>
  )
}

interface ExplorerProps {
  readonly definitions: readonly MetricDefinition[]
  readonly armId: string
}

function Explorer({ definitions, armId }: ExplorerProps) {
  const styles = useStyles()
  const [{ range, lines: texts, grain, look, compare }, setAddress] = useAddress(ADDRESS)
  const given = texts.flatMap(one => readLine(one) ?? [])
  const lines = given.length > 0 ? given : firstLine(definitions)
  const setLines = (next: readonly MetricLine[]) => setAddress({ lines: next.map(printLine) })
  const title = titleOf(lines, definitions)
  return (
    <>
      <Section
        title="Lines"
        actions={<AddLine lines={lines} definitions={definitions} setLines={setLines} />}
      >
        <div className={styles.lines}>
          {lines.map((line, i) => (
            <LineEditor
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place
              key={i}
              {...{ line, definitions, armId, range }}
              change={next => setLines(lines.with(i, next))}
              remove={lines.length > 1 ? () => setLines(lines.toSpliced(i, 1)) : undefined}
            />
          ))}
        </div>
      </Section>
      <Section
        title={title}
        actions={
          <>
            <PinButton pin={{ kind: 'metric', title, resource: armId, lines, look, width: 2 }} />
            <AlertFromChart line={lines[0]} {...{ armId, range }} />
          </>
        }
      >
        <Choices armId={armId} />
        <MetricChart
          {...{ title, armId, lines, range, grain, look }}
          isCompared={compare}
          height={340}
          onZoom={(from, to) => setAddress({ range: rangeOf({ from, to }) })}
        />
      </Section>
    </>
  )
}

function titleOf(lines: readonly MetricLine[], definitions: readonly MetricDefinition[]): string {
  const titles = lines.map(line => {
    const definition = definitions.find(({ name }) => name.value === line.metric)
    return titleOfLine(line, definition?.name.localizedValue ?? line.metric)
  })
  return titles.join(' · ')
}

interface AddLineProps {
  readonly lines: readonly MetricLine[]
  readonly definitions: readonly MetricDefinition[]
  setLines(lines: readonly MetricLine[]): void
}

const MOST_LINES = 6

function AddLine({ lines, definitions, setLines }: AddLineProps) {
  const unused = definitions.filter(({ name }) => lines.every(({ metric }) => metric !== name.value))
  return (
    <Button
      icon={<AddRegular />}
      disabled={lines.length >= MOST_LINES}
      onClick={() => setLines([...lines, ...firstLine(unused.length > 0 ? unused : definitions)])}
    >
      Add a line
    </Button>
  )
}

interface FromChartProps {
  readonly line: MetricLine | undefined
  readonly armId: string
  readonly range: TimeRange
}

function AlertFromChart({ line, armId, range }: FromChartProps) {
  const follow = useFollow()
  if (!line) return null
  const href = ruleAddress(line, { armId, range })
  return (
    <Button as="a" href={href} icon={<AlertRegular />} onClick={event => follow(event, href)}>
      New alert rule
    </Button>
  )
}

const LOOK_TITLES = { line: 'Lines', area: 'Areas', bar: 'Bars' } as const

/** What holds for the whole chart. */
function Choices({ armId }: { readonly armId: string }) {
  const styles = useStyles()
  const { world } = useSession()
  const [{ grain, look, compare }, setAddress] = useAddress(ADDRESS)
  const resource = world.resources.find(one => one.armId === armId)
  return (
    <div className={styles.bar}>
      <Field label="Resource" className={styles.field}>
        <Dropdown
          className={styles.list}
          value={resource?.name ?? ''}
          selectedOptions={[armId]}
          onOptionSelect={(_, { optionValue = '' }) => setAddress({ resource: optionValue })}
        >
          {world.resources.map(one => (
            <Option key={one.armId} value={one.armId}>
              {one.name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label="A point for each" className={styles.narrow}>
        <Dropdown
          className={styles.list}
          value={GRAINS.find(({ id }) => id === grain)?.title ?? 'Automatic'}
          selectedOptions={[grain]}
          onOptionSelect={(_, { optionValue }) =>
            setAddress({ grain: GRAIN_IDS.find(id => id === optionValue) ?? 'auto' })
          }
        >
          {[{ id: 'auto', title: 'Automatic' }, ...GRAINS].map(({ id, title }) => (
            <Option key={id} value={id}>
              {title}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label="Drawn as" className={styles.narrow}>
        <Dropdown
          className={styles.list}
          value={LOOK_TITLES[look]}
          selectedOptions={[look]}
          onOptionSelect={(_, { optionValue }) =>
            setAddress({ look: METRIC_LOOKS.find(one => one === optionValue) ?? 'line' })
          }
        >
          {METRIC_LOOKS.map(one => (
            <Option key={one} value={one}>
              {LOOK_TITLES[one]}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Checkbox
        label="With the period before"
        checked={compare}
        onChange={(_, { checked }) => setAddress({ compare: checked === true })}
      />
    </div>
  )
}
