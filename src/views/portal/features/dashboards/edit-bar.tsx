import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular, CopyRegular, DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { Dashboard } from '#views/kit'

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
  name: { flex: '1 1 240px', maxWidth: '420px' },
})

interface EditBarProps {
  readonly dashboard: Dashboard
  keep(dashboard: Dashboard): void
  open(id: string): void
  remove(): void
}

/** What is done to a dashboard as a whole. */
export function EditBar({ dashboard, keep, open, remove }: EditBarProps) {
  const styles = useStyles()
  const [name, setName] = useState(dashboard.name)
  const rename = () => {
    if (name === '') setName(dashboard.name)
    else if (name !== dashboard.name) keep({ ...dashboard, name })
  }
  const add = (made: Omit<Dashboard, 'id'>) => {
    const id = crypto.randomUUID()
    keep({ ...made, id })
    open(id)
  }
  return (
    <div className={styles.bar}>
      <Field label="Name" className={styles.name}>
        <Input
          value={name}
          onChange={(_, { value }) => setName(value)}
          onBlur={rename}
          onKeyDown={({ key }) => key === 'Enter' && rename()}
        />
      </Field>
      <Button icon={<AddRegular />} onClick={() => add({ name: 'New dashboard', pins: [] })}>
        New
      </Button>
      <Button icon={<CopyRegular />} onClick={() => add({ ...dashboard, name: `${dashboard.name}, copy` })}>
        Copy
      </Button>
      <Button icon={<DeleteRegular />} onClick={remove}>
        Delete
      </Button>
    </div>
  )
}
