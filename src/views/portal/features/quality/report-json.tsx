import {
  Button,
  Drawer,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  Field,
  makeStyles,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { saveAs } from '#views/kit'
import type { ReportBody } from './report.ts'
import { readReport } from './shape-draft.ts'

const useStyles = makeStyles({
  drawer: { width: 'min(640px, 100vw)' },
  text: { height: '60vh', fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  foot: { flexWrap: 'wrap' },
})

interface ReportJsonProps {
  readonly body: ReportBody
  close(): void
  take(body: ReportBody): void
}

/** A report as JSON: to keep as a file, to change, or to put another one's in. */
export function ReportJson({ body, close, take }: ReportJsonProps) {
  const styles = useStyles()
  const [json, setJson] = useState(() => JSON.stringify(body, null, 2))
  const read = readReport(json)
  const isRead = 'body' in read
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
          Report as JSON
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <Field label="JSON" {...(!isRead && { validationMessage: read.wrong })}>
          <Textarea
            textarea={{ className: styles.text, spellCheck: false }}
            resize="vertical"
            value={json}
            onChange={(_, { value }) => setJson(value)}
          />
        </Field>
      </DrawerBody>
      <DrawerFooter className={styles.foot}>
        <Button appearance="primary" disabled={!isRead} onClick={() => isRead && take(read.body)}>
          Take it in
        </Button>
        <Button onClick={() => saveAs(`${body.title}.json`, 'application/json', json)}>Save as a file</Button>
      </DrawerFooter>
    </Drawer>
  )
}
