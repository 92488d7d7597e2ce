import {
  Body1,
  Button,
  Checkbox,
  Divider,
  Drawer,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  Field,
  Input,
  makeStyles,
  SpinButton,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { type FormEvent, useState } from 'react'
import { Answered, Failed } from '#views/kit'
import { CategoryChoice } from './category-choice.tsx'
import { DestinationFields } from './destination-fields.tsx'
import { type Draft, type FieldName, fieldOf, type Wrongs, wrongsIn } from './shape-setting.ts'
import { useCategories, useChanges, useDestinations } from './use-settings.ts'

const useStyles = makeStyles({
  drawer: { width: 'min(560px, 100vw)' },
  form: { display: 'contents' },
  body: { display: 'grid', gap: tokens.spacingVerticalL, alignContent: 'start' },
  foot: { flexWrap: 'wrap' },
})

interface SettingEditorProps {
  readonly armId: string
  readonly start: Draft
  readonly isNew: boolean
  /** Names that a new setting can't have. */
  readonly taken: readonly string[]
  close(): void
}

/** The parts of the form: the draft, what is wrong with it by field, and how to change it. */
export interface FormPart {
  readonly draft: Draft
  readonly wrongs: Wrongs
  change(change: Partial<Draft>): void
}

export function SettingEditor({ armId, start, isNew, taken, close }: SettingEditorProps) {
  const styles = useStyles()
  const [draft, setDraft] = useState(start)
  const [isChecked, setChecked] = useState(false)
  const { isBusy, problem, forget, save, remove } = useChanges(armId)
  const categories = useCategories(armId)
  const known = useDestinations(armId)
  const refused = problem && fieldOf(problem.message, draft)
  const found = isChecked ? wrongsIn(draft, taken) : {}
  const wrongs: Wrongs = refused && problem ? { ...found, [refused]: problem.message } : found
  const part: FormPart = {
    draft,
    wrongs,
    change: change => {
      forget()
      setDraft({ ...draft, ...change })
    },
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (Object.keys(wrongsIn(draft, taken)).length === 0 && (await save(draft))) close()
  }
  return (
    <Drawer
      type="overlay"
      position="end"
      open
      className={styles.drawer}
      onOpenChange={(_, { open }) => !open && close()}
    >
      <form className={styles.form} onSubmit={event => void submit(event)} noValidate>
        <DrawerHeader>
          <DrawerHeaderTitle
            action={
              <Button appearance="subtle" icon={<DismissRegular />} aria-label="Close" onClick={close} />
            }
          >
            {isNew ? 'New diagnostic setting' : start.name}
          </DrawerHeaderTitle>
        </DrawerHeader>
        <DrawerBody>
          <div className={styles.body}>
            {problem && !refused && <Failed problem={problem} />}
            <Field label="Name" required {...wrongAt(wrongs, 'name')}>
              <Input
                value={draft.name}
                disabled={!isNew}
                onChange={(_, { value }) => part.change({ name: value })}
              />
            </Field>
            <Answered what="categories" asked={categories}>
              {all => <CategoryChoice {...part} categories={all} />}
            </Answered>
            <Checkbox
              label="All metrics (without their dimensions, as Azure exports them)"
              checked={draft.hasMetrics}
              onChange={(_, { checked }) => part.change({ hasMetrics: checked === true })}
            />
            <Divider />
            <DestinationFields {...part} known={known} />
            <Divider />
            <Backfill {...part} />
          </div>
        </DrawerBody>
        <DrawerFooter className={styles.foot}>
          <Button type="submit" appearance="primary" disabled={isBusy}>
            Save
          </Button>
          <Button onClick={close}>Cancel</Button>
          {!isNew && (
            <Remove
              name={start.name}
              isBusy={isBusy}
              remove={async () => (await remove(start.name)) && close()}
            />
          )}
        </DrawerFooter>
      </form>
    </Drawer>
  )
}

/** Properties of a Field about which something is wrong. */
export const wrongAt = (wrongs: Wrongs, field: FieldName) => {
  const message = wrongs[field]
  return message === undefined ? {} : { validationMessage: message }
}

const MOST_DAYS = 366

function Backfill({ draft, wrongs, change }: FormPart) {
  return (
    <Field
      label="Send the past too, days"
      hint="0: only what happens from now on. Azure can't do this; here a setting made today can have the last days."
      {...wrongAt(wrongs, 'backfill')}
    >
      <SpinButton
        min={0}
        max={MOST_DAYS}
        value={draft.backfillDays}
        onChange={(_, { value, displayValue }) => {
          const days = value ?? Number(displayValue)
          if (Number.isInteger(days)) change({ backfillDays: days })
        }}
      />
    </Field>
  )
}

interface RemoveProps {
  readonly name: string
  readonly isBusy: boolean
  remove(): Promise<unknown>
}

/** Asks once more in its own place. */
function Remove({ name, isBusy, remove }: RemoveProps) {
  const [isAsked, setAsked] = useState(false)
  if (!isAsked) return <Button onClick={() => setAsked(true)}>Delete…</Button>
  return (
    <>
      <Body1>{name} will send nothing more.</Body1>
      <Button disabled={isBusy} onClick={() => void remove()}>
        Delete it
      </Button>
    </>
  )
}
