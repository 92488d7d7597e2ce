import { Combobox, Field, Input, makeStyles, Option } from '@fluentui/react-components'
import { type FormPart, wrongAt } from './setting-editor.tsx'
import { ruleOfHub } from './shape-setting.ts'
import type { KnownDestinations } from './use-settings.ts'

const useStyles = makeStyles({ list: { minWidth: 0, width: '100%' } })

/** At most one of each kind. Ids can be typed: what configuration names is offered where it may be listed. */
export function DestinationFields({
  draft,
  wrongs,
  change,
  known,
}: FormPart & { readonly known: KnownDestinations }) {
  return (
    <>
      <Field label="Workspace" {...wrongAt(wrongs, 'workspace')}>
        <Id value={draft.workspace} known={known.workspace} change={workspace => change({ workspace })} />
      </Field>
      <Field label="Storage account" {...wrongAt(wrongs, 'storage')}>
        <Id value={draft.storage} known={known.storage} change={storage => change({ storage })} />
      </Field>
      <Field
        label="Event hub: authorization rule of its namespace"
        hint="Without a hub’s name each category has a hub of its own."
        {...wrongAt(wrongs, 'eventHub')}
      >
        <Id
          value={draft.hubRule}
          known={[...new Set(known.eventHub.map(ruleOfHub))]}
          change={hubRule => change({ hubRule })}
        />
      </Field>
      <Field label="Event hub: name">
        <Input value={draft.hubName} onChange={(_, { value }) => change({ hubName: value })} />
      </Field>
      <Field label="Partner: OTLP, Kafka, webhook or file" {...wrongAt(wrongs, 'partner')}>
        <Id value={draft.partner} known={known.partner} change={partner => change({ partner })} />
      </Field>
    </>
  )
}

interface IdProps {
  readonly value: string
  readonly known: readonly string[]
  change(value: string): void
}

/** Last part first: ids begin alike. */
const lastOf = (id: string): string => id.split('/').at(-1) ?? id

function Id({ value, known, change, ...field }: IdProps) {
  return (
    <Combobox
      {...field}
      className={useStyles().list}
      freeform
      clearable
      placeholder={known.length > 0 ? 'None: choose or type an id' : 'None: type an id'}
      value={value}
      selectedOptions={value === '' ? [] : [value]}
      onInput={event => change(event.currentTarget.value)}
      onOptionSelect={(_, { optionValue = '' }) => change(optionValue)}
    >
      {known.map(id => (
        <Option key={id} value={id} text={id}>
          {lastOf(id)}
        </Option>
      ))}
    </Combobox>
  )
}
