import {
  Body1,
  Button,
  Caption1,
  Card,
  Field,
  Input,
  makeStyles,
  mergeClasses,
  Title2,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, useEffect, useState } from 'react'
import { DeviceSettings } from '../devices/device-settings.tsx'
import type { LocalMedia } from '../devices/local-media.ts'
import { NARROW, useSharedStyles } from '../ui.ts'
import { AsChoice } from './as-choice.tsx'
import { DeviceProblems } from './device-problems.tsx'
import type { Choice } from './identities.ts'
import { Preview } from './preview.tsx'

const useStyles = makeStyles({
  card: { width: 'min(960px, 100%)' },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    gap: tokens.spacingHorizontalXXL,
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  column: { display: 'grid', gap: tokens.spacingVerticalM, alignContent: 'start', minWidth: 0 },
  meeting: { overflowWrap: 'anywhere' },
})

interface PreJoinProps {
  readonly meeting: string
  readonly local: LocalMedia
  readonly choices: readonly Choice[]
  readonly chosen: Choice
  readonly name: string
  readonly isBusy: boolean
  /** Why the last attempt did not even begin. */
  readonly problem: string | undefined
  choose(key: string): void
  setName(name: string): void
  join(): void
}

/** Looks, sound and name before anybody sees, hears or reads them. */
export function PreJoin(props: PreJoinProps) {
  const { meeting, local, choices, chosen, name, isBusy, problem, choose, setName, join } = props
  const shared = useSharedStyles()
  const styles = useStyles()
  const [isTried, setTried] = useState(false)
  useEffect(() => {
    document.title = 'Join the meeting · Anteroom'
  }, [])
  const isNameless = name.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isNameless) join()
  }
  return (
    <main className={shared.page}>
      <Card className={mergeClasses(shared.card, styles.card)}>
        <div>
          <Title2 as="h1" className={shared.heading}>
            Ready to join?
          </Title2>
          <Caption1 block truncate wrap={false} className={mergeClasses(shared.quiet, styles.meeting)}>
            {/^\d+$/.test(meeting) ? `Meeting id ${meeting}` : meeting}
          </Caption1>
        </div>
        <div className={styles.columns}>
          <div className={styles.column}>
            <Preview local={local} name={name} />
            <DeviceProblems local={local} />
          </div>
          <form className={styles.column} onSubmit={submit} noValidate>
            <Field
              label="Your name"
              required
              validationState={isTried && isNameless ? 'error' : 'none'}
              {...(isTried && isNameless && { validationMessage: 'The others need something to call you.' })}
            >
              <Input
                value={name}
                maxLength={256}
                autoComplete="name"
                readOnly={chosen.as.kind === 'user'}
                onChange={(_, { value }) => setName(value)}
              />
            </Field>
            <AsChoice choices={choices} chosen={chosen} choose={choose} />
            <DeviceSettings local={local} />
            {problem !== undefined && <Body1 role="alert">{problem}</Body1>}
            <Button type="submit" appearance="primary" size="large" disabledFocusable={isBusy}>
              {isBusy ? 'Joining…' : 'Join now'}
            </Button>
          </form>
        </div>
      </Card>
    </main>
  )
}
