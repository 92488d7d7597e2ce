import { Dropdown, Field, makeStyles, Option, OptionGroup } from '@fluentui/react-components'
import type { Choice } from './identities.ts'

const useStyles = makeStyles({ choice: { minWidth: 0, width: '100%' } })

interface AsChoiceProps {
  readonly choices: readonly Choice[]
  readonly chosen: Choice
  readonly label?: string
  choose(key: string): void
}

const GROUPS = ['Guests', 'Test users'] as const

/** As whom; each choice says what it means for the logs. */
export function AsChoice({ choices, chosen, label = 'Join as', choose }: AsChoiceProps) {
  const styles = useStyles()
  return (
    <Field label={label} hint={chosen.detail}>
      <Dropdown
        className={styles.choice}
        value={chosen.title}
        selectedOptions={[chosen.key]}
        onOptionSelect={(_, { optionValue }) => optionValue !== undefined && choose(optionValue)}
      >
        {GROUPS.map(group => {
          const offered = choices.filter(choice => choice.group === group)
          return offered.length === 0 ? null : (
            <OptionGroup key={group} label={group}>
              {offered.map(({ key, title }) => (
                <Option key={key} value={key}>
                  {title}
                </Option>
              ))}
            </OptionGroup>
          )
        })}
      </Dropdown>
    </Field>
  )
}
