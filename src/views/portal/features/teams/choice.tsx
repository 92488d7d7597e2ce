import { Dropdown, Field, Option } from '@fluentui/react-components'

interface ChoiceProps<Id extends string> {
  readonly label: string
  readonly choices: readonly { readonly id: Id; readonly title: string }[]
  readonly chosen: Id
  choose(id: Id): void
}

export function Choice<Id extends string>({ label, choices, chosen, choose }: ChoiceProps<Id>) {
  return (
    <Field label={label}>
      <Dropdown
        value={choices.find(({ id }) => id === chosen)?.title ?? ''}
        selectedOptions={[chosen]}
        onOptionSelect={(_, { optionValue }) => {
          const next = choices.find(({ id }) => id === optionValue)
          if (next) choose(next.id)
        }}
      >
        {choices.map(({ id, title }) => (
          <Option key={id} value={id}>
            {title}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}
