import {
  Body1,
  Button,
  Caption1,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Select,
  tokens,
} from '@fluentui/react-components'
import { ArrowUploadRegular, DocumentRegular } from '@fluentui/react-icons'
import { type ChangeEvent, useRef, useState } from 'react'
import { type Cell, DataTable, Failed, numberText, Section, type TableColumn } from '#views/kit'
import { type CellProblem, type Checked, type FileKind, useNetworkChanges } from './use-networks.ts'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
  hidden: { display: 'none' },
  format: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
})

const FORMATS: Readonly<Record<FileKind, string>> = {
  buildings:
    'CSV or TSV without a header row, 15 columns: NetworkIP, NetworkName, NetworkRange, BuildingName, OwnershipType, BuildingType, BuildingOfficeType, City, ZipCode, Country, State, Region, InsideCorp (0 or 1), ExpressRoute (0 or 1), VPN (0 or 1, may be left out).',
  endpoints:
    'CSV or TSV without a header row, 7 columns of at most 64 characters: EndpointName (each once), EndpointMake, EndpointModel, EndpointType, EndpointLabel1, EndpointLabel2, EndpointLabel3.',
}

interface Chosen {
  readonly name: string
  readonly content: string
}

/** A file is checked as soon as it is chosen; what is wrong stands there by line before anything is sent to stay. */
export function UploadForm() {
  const styles = useStyles()
  const input = useRef<HTMLInputElement>(null)
  const { problem, check, upload } = useNetworkChanges()
  const [kind, setKind] = useState<FileKind>('buildings')
  const [chosen, setChosen] = useState<Chosen>()
  const [checked, setChecked] = useState<Checked>()
  const [dates, setDates] = useState({ startDate: eightMonthsAgo(), endDate: '' })
  const [isDone, setDone] = useState(false)
  const look = async (file: Chosen | undefined, as: FileKind) => {
    setDone(false)
    setChecked(undefined)
    setChosen(file)
    if (file) setChecked(await check({ kind: as, content: file.content }))
  }
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0]
    const picker = event.currentTarget
    if (file) await look({ name: file.name, content: await file.text() }, kind)
    // The same file, mended, may be chosen again.
    picker.value = ''
  }
  const send = async () => {
    if (chosen && (await upload({ kind, ...chosen, ...dates }))) setDone(true)
  }
  const isGood = checked !== undefined && checked.problems === 0
  return (
    <Section title="Upload">
      <div className={styles.row}>
        <Field label="Kind of file">
          <Select
            value={kind}
            onChange={(_, { value }) => {
              const next = value === 'endpoints' ? 'endpoints' : 'buildings'
              setKind(next)
              void look(chosen, next)
            }}
          >
            <option value="buildings">Buildings</option>
            <option value="endpoints">Endpoints</option>
          </Select>
        </Field>
        {kind === 'buildings' && (
          <>
            <Field label="Holds from" required>
              <Input
                type="date"
                value={dates.startDate}
                onChange={(_, { value }) => setDates({ ...dates, startDate: value })}
              />
            </Field>
            <Field label="Until (may stay open)">
              <Input
                type="date"
                value={dates.endDate}
                onChange={(_, { value }) => setDates({ ...dates, endDate: value })}
              />
            </Field>
          </>
        )}
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt"
          aria-label="File to upload"
          className={styles.hidden}
          onChange={event => void choose(event)}
        />
        <Button icon={<DocumentRegular />} onClick={() => input.current?.click()}>
          {chosen ? `Chosen: ${chosen.name}` : 'Choose a file'}
        </Button>
        <Button
          appearance="primary"
          icon={<ArrowUploadRegular />}
          disabled={!isGood || isDone}
          onClick={() => void send()}
        >
          Upload
        </Button>
      </div>
      <Caption1 className={styles.format}>{FORMATS[kind]} It replaces the one in use.</Caption1>
      {isDone && (
        <MessageBar intent="success">
          <MessageBarBody>Uploaded. It is in use as soon as its rows are in the table.</MessageBarBody>
        </MessageBar>
      )}
      {checked && !isDone && <Verdict checked={checked} />}
      {problem && <Failed problem={problem} />}
      {!checked && problem && problem.details.length > 0 && (
        <Problems problems={problem.details.filter(isCell)} />
      )}
    </Section>
  )
}

const isCell = (detail: unknown): detail is CellProblem =>
  typeof Reflect.get(Object(detail), 'line') === 'number'

/** So that the history is mapped too. */
function eightMonthsAgo(): string {
  const day = new Date()
  day.setUTCMonth(day.getUTCMonth() - 8)
  return day.toISOString().slice(0, 10)
}

function Verdict({ checked }: { readonly checked: Checked }) {
  const { rows, expanded, problems, details, warnings, warningDetails } = checked
  if (problems > 0) {
    return (
      <>
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>
              {problems === 1 ? 'One problem' : `${numberText(problems)} problems`}: the file can’t be
              uploaded
            </MessageBarTitle>
            {problems > details.length && `The first ${details.length} are shown.`}
          </MessageBarBody>
        </MessageBar>
        <Problems problems={details} />
      </>
    )
  }
  return (
    <>
      <Body1 role="status">
        {numberText(rows)} rows, {numberText(expanded)} in the table. Nothing is wrong with it.
      </Body1>
      {warnings > 0 && (
        <>
          <MessageBar intent="warning">
            <MessageBarBody>
              {numberText(warnings)} {warnings === 1 ? 'cell is' : 'cells are'} empty that reports show by.
            </MessageBarBody>
          </MessageBar>
          <Problems problems={warningDetails} />
        </>
      )}
    </>
  )
}

const textColumn = (
  id: 'found' | 'expected' | 'fix',
  title: string,
  width: number,
): TableColumn<CellProblem> => ({ id, title, value: problem => problem[id], width })

const COLUMNS: readonly TableColumn<CellProblem>[] = [
  { id: 'line', title: 'Line', value: ({ line }): Cell => line, width: 80, align: 'end' },
  {
    id: 'column',
    title: 'Column',
    value: ({ column, name }): Cell => (column === 0 ? 'whole line' : `${column} ${name}`),
    width: 170,
  },
  textColumn('found', 'Found', 260),
  textColumn('expected', 'Expected', 260),
  textColumn('fix', 'How to fix it', 420),
]

const Problems = ({ problems }: { readonly problems: readonly CellProblem[] }) => (
  <DataTable of="problems of the file" columns={COLUMNS} rows={problems} />
)
