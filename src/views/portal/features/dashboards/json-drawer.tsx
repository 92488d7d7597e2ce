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
import { type Dashboard, readDashboard } from '#views/kit'

const useStyles = makeStyles({
  drawer: { width: 'min(640px, 100vw)' },
  text: { height: '60vh', fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  foot: { flexWrap: 'wrap' },
})

interface JsonDrawerProps {
  readonly dashboard: Dashboard
  close(): void
  take(dashboard: Dashboard): void
}

/** A dashboard as JSON: to copy, to change, or to put another one's in. */
export function JsonDrawer({ dashboard, close, take }: JsonDrawerProps) {
  const styles = useStyles()
  const [json, setJson] = useState(() => JSON.stringify(dashboard, null, 2))
  const read = readDashboard(json)
  const isRead = 'dashboard' in read
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
          Dashboard as JSON
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <Field
          label="JSON"
          hint="One of another id is added; one of the same id takes its place."
          {...(!isRead && { validationMessage: read.wrong })}
        >
          <Textarea
            textarea={{ className: styles.text, spellCheck: false }}
            resize="vertical"
            value={json}
            onChange={(_, { value }) => setJson(value)}
          />
        </Field>
      </DrawerBody>
      <DrawerFooter className={styles.foot}>
        <Button appearance="primary" disabled={!isRead} onClick={() => isRead && take(read.dashboard)}>
          Take it in
        </Button>
        <Button onClick={() => void navigator.clipboard.writeText(json)}>Copy</Button>
      </DrawerFooter>
    </Drawer>
  )
}
