/** Values of a dimension: searched, the hundred with the most streams offered, others typed. */
import { Combobox, Field, Option } from '@fluentui/react-components'
import { useDeferredValue, useState } from 'react'
import { numberText } from '#views/kit'
import type { Filter } from './report.ts'
import { useMembers } from './use-quality.ts'

interface MemberPickerProps {
  readonly label: string
  readonly dimension: string
  readonly values: readonly string[]
  /** What is looked at already: only values in it are offered. */
  readonly within: readonly Filter[]
  setValues(values: readonly string[]): void
}

export function MemberPicker({ label, dimension, values, within, setValues }: MemberPickerProps) {
  const [search, setSearch] = useState('')
  const asked = useMembers(dimension, useDeferredValue(search.trim()), within)
  const found = asked.data?.values ?? []
  const hint =
    asked.error?.message ??
    (asked.data && !asked.data.isComplete ? 'More values than are offered: type to search.' : undefined)
  return (
    <Field label={label} {...(hint !== undefined && { hint })}>
      <Combobox
        multiselect
        freeform
        placeholder={values.length === 0 ? 'Any' : values.map(textOf).join(', ')}
        selectedOptions={[...values]}
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
        onOptionSelect={(_, { selectedOptions }) => {
          setSearch('')
          setValues(selectedOptions)
        }}
        onKeyDown={event => {
          if (event.key !== 'Enter' || search.trim() === '' || found.length > 0) return
          event.preventDefault()
          setValues([...new Set([...values, search.trim()])])
          setSearch('')
        }}
      >
        {found.map(({ value, streams }) => {
          const text = String(value ?? '')
          return (
            <Option key={text} value={text} text={textOf(text)}>
              {textOf(text)} · {numberText(streams)} streams
            </Option>
          )
        })}
        {found.length === 0 && (
          <Option key=" none" disabled value=" none" text="none">
            {asked.isFetching ? 'Searching…' : 'No such value; Enter takes what is typed'}
          </Option>
        )}
      </Combobox>
    </Field>
  )
}

const textOf = (value: string): string => (value === '' ? '(empty)' : value)
