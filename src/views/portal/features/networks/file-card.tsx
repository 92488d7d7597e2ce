import { Body1, Button, Caption1, makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular, DeleteRegular } from '@fluentui/react-icons'
import { Empty, Failed, numberText, Section, useTimes } from '#views/kit'
import { type FileKind, type NetworkFile, useNetworkChanges } from './use-networks.ts'

const WORDS: Readonly<Record<FileKind, { title: string; rows: string; expanded: string; none: string }>> = {
  buildings: {
    title: 'Building file',
    rows: 'ranges',
    expanded: 'networks',
    none: 'Without one every stream counts as outside.',
  },
  endpoints: {
    title: 'Endpoint file',
    rows: 'machines',
    expanded: 'rows',
    none: 'Without one machines have no make and model.',
  },
}

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
  },
  fact: { margin: 0, overflowWrap: 'anywhere' },
  label: { color: tokens.colorNeutralForeground2 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

interface FileCardProps {
  readonly kind: FileKind
  readonly files: readonly NetworkFile[]
  readonly mayChange: boolean
}

/** What is in use of one kind, and what is on its way to replace it. */
export function FileCard({ kind, files, mayChange }: FileCardProps) {
  const styles = useStyles()
  const { problem, remove, download } = useNetworkChanges()
  const words = WORDS[kind]
  const active = files.find(file => file.kind === kind && file.state === 'active')
  const loading = files.find(file => file.kind === kind && file.state === 'loading')
  return (
    <Section title={words.title}>
      {active ? <Facts file={active} /> : <Empty title="None is in use" hint={words.none} />}
      {loading && (
        <div role="status">
          <Caption1>
            {loading.name} is on its way: {numberText(loading.loaded)} of {numberText(loading.expanded)} rows
          </Caption1>
          <ProgressBar value={loading.loaded} max={Math.max(1, loading.expanded)} />
        </div>
      )}
      {active && (
        <div className={styles.buttons}>
          <Button icon={<ArrowDownloadRegular />} onClick={() => void download(active)}>
            Download
          </Button>
          {mayChange && (
            <Button icon={<DeleteRegular />} onClick={() => void remove(kind)}>
              Remove
            </Button>
          )}
        </div>
      )}
      {problem && <Failed problem={problem} />}
    </Section>
  )
}

function Facts({ file }: { readonly file: NetworkFile }) {
  const styles = useStyles()
  const times = useTimes()
  const words = WORDS[file.kind]
  const day = (iso: string | null) => (iso === null ? 'further notice' : iso.slice(0, 10))
  const facts: readonly (readonly [string, string])[] = [
    ['File', file.name],
    ['Uploaded', times.moment(file.uploadedAt)],
    ['Rows', `${numberText(file.rows)} ${words.rows}`],
    ...(file.kind === 'buildings'
      ? ([
          ['Become', `${numberText(file.expanded)} ${words.expanded}`],
          ['Holds', `from ${day(file.validFrom)} until ${day(file.validUntil)}`],
        ] as const)
      : []),
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt className={styles.label}>
            <Body1>{label}</Body1>
          </dt>
          <dd className={styles.fact}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
