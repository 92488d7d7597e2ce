import {
  Body1,
  Button,
  Drawer,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { ArrowClockwiseRegular, DismissRegular } from '@fluentui/react-icons'
import { useMemo, useState } from 'react'
import { Answered, DataTable, Empty, Failed, Section, type TableColumn, useTimes } from '#views/kit'
import { type DeadLetter, useDeadLetterChanges, useDeadLetters } from './use-deliveries.ts'

const useStyles = makeStyles({
  drawer: { width: 'min(640px, 100vw)' },
  body: { display: 'grid', gap: tokens.spacingVerticalM, alignContent: 'start' },
  content: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    overflow: 'auto',
    maxHeight: '60vh',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
  },
})

type Changes = ReturnType<typeof useDeadLetterChanges>

/** Records that a destination refused for good: why, what they hold, and sending them again. */
export function DeadLetters({ aside }: { readonly aside: number }) {
  const letters = useDeadLetters()
  const changes = useDeadLetterChanges()
  return (
    <Section title="Set aside" actions={<ReplayButtons letters={letters.data ?? []} changes={changes} />}>
      {changes.problem && <Failed problem={changes.problem} />}
      {changes.said !== undefined && <Body1 aria-live="polite">{changes.said}</Body1>}
      {aside > 0 && (
        <Body1>{aside} facts could not be turned into records; they are listed without destination.</Body1>
      )}
      <Answered what="what was set aside" asked={letters}>
        {rows => <Letters rows={rows} changes={changes} />}
      </Answered>
    </Section>
  )
}

function ReplayButtons({
  letters,
  changes,
}: {
  readonly letters: readonly DeadLetter[]
  readonly changes: Changes
}) {
  const destinations = [...new Set(letters.flatMap(({ destination }) => destination ?? []))]
  return destinations.map(destination => (
    <Button
      key={destination}
      icon={<ArrowClockwiseRegular />}
      onClick={() => void changes.replay(destination)}
    >
      Send again to {destination.split('/').at(-1)}
    </Button>
  ))
}

function Letters({ rows, changes }: { readonly rows: readonly DeadLetter[]; readonly changes: Changes }) {
  const times = useTimes()
  const [open, setOpen] = useState<DeadLetter>()
  const columns = useMemo<readonly TableColumn<DeadLetter>[]>(
    () => [
      { id: 'seq', title: 'Number', value: ({ seq }) => seq, align: 'end', width: 90 },
      { id: 'at', title: 'Set aside', value: ({ at }) => at, show: ({ at }) => times.moment(at), width: 180 },
      {
        id: 'destination',
        title: 'Destination',
        value: ({ destination }) => destination?.split('/').at(-1) ?? null,
        width: 160,
      },
      { id: 'category', title: 'Category', value: ({ category }) => category, width: 160 },
      { id: 'reason', title: 'Reason', value: ({ reason }) => reason, width: 360 },
    ],
    [times],
  )
  return (
    <>
      <DataTable
        of="records set aside"
        columns={columns}
        rows={rows}
        onOpen={setOpen}
        empty={<Empty title="Nothing is set aside" hint="No destination has refused a record for good." />}
      />
      {open && <Letter letter={open} changes={changes} close={() => setOpen(undefined)} />}
    </>
  )
}

interface LetterProps {
  readonly letter: DeadLetter
  readonly changes: Changes
  close(): void
}

function Letter({ letter, changes, close }: LetterProps) {
  const styles = useStyles()
  return (
    <Drawer
      type="overlay"
      position="end"
      open
      className={styles.drawer}
      onOpenChange={(_, { open }) => !open && close()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" icon={<DismissRegular />} aria-label="Close" onClick={close} />}
        >
          {letter.category} {letter.seq}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <div className={styles.body}>
          <Body1>{letter.reason}</Body1>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className={styles.content} tabIndex={0}>
            {JSON.stringify(letter.content, null, 2)}
          </pre>
          <span>
            <Button onClick={() => void changes.discard(letter.seq).then(close)}>Forget this record</Button>
          </span>
        </div>
      </DrawerBody>
    </Drawer>
  )
}
