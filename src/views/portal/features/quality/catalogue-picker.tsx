/** Measures or dimensions picked from the catalogue: by category or by words; what can't be computed says why. */
import {
  Caption1,
  Checkbox,
  Field,
  Input,
  makeStyles,
  Select,
  Tag,
  TagGroup,
  tokens,
} from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons'
import { useMemo, useState } from 'react'
import type { CatalogueEntry } from './report.ts'
import { useTeamsRole } from './use-quality.ts'

const useStyles = makeStyles({
  whole: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    minWidth: 0,
    margin: 0,
    padding: 0,
    border: 'none',
  },
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'flex-end' },
  list: {
    display: 'grid',
    height: '240px',
    overflowY: 'auto',
    alignContent: 'start',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: tokens.spacingHorizontalXS,
  },
  note: { color: tokens.colorNeutralForeground2, paddingLeft: tokens.spacingHorizontalXXXL },
  tags: { flexWrap: 'wrap', rowGap: tokens.spacingVerticalXS },
})

interface CataloguePickerProps {
  /** `Measures`, `Dimensions`. */
  readonly title: string
  readonly entries: readonly CatalogueEntry[]
  readonly chosen: readonly string[]
  setChosen(chosen: readonly string[]): void
}

const ALL = 'All categories'
const MOST = 120

export function CataloguePicker({ title, entries, chosen, setChosen }: CataloguePickerProps) {
  const styles = useStyles()
  const role = useTeamsRole()
  const [search, setSearch] = useState('')
  const [category, setCategory] = useState(ALL)
  const categories = useMemo(() => [ALL, ...new Set(entries.map(one => one.category))], [entries])
  const found = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/)
    return entries.filter(
      one =>
        (category === ALL || one.category === category) &&
        words.every(word => one.name.toLowerCase().includes(word)),
    )
  }, [entries, search, category])
  const toggle = (name: string) =>
    setChosen(chosen.includes(name) ? chosen.filter(one => one !== name) : [...chosen, name])
  return (
    <fieldset className={styles.whole} aria-label={title}>
      <div className={styles.bar}>
        <Field label={`Search ${title.toLowerCase()}`}>
          <Input
            contentBefore={<SearchRegular />}
            value={search}
            onChange={(_, { value }) => setSearch(value)}
          />
        </Field>
        <Field label={`Category of ${title.toLowerCase()}`}>
          <Select value={category} onChange={(_, { value }) => setCategory(value)}>
            {categories.map(one => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        </Field>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.list} tabIndex={0} aria-label={`${title} of the catalogue`}>
        {found.slice(0, MOST).map(one => (
          <Entry
            key={one.name}
            entry={one}
            isWithheld={(one.identifiable ?? false) && role === 'specialist'}
            isChosen={chosen.includes(one.name)}
            toggle={toggle}
          />
        ))}
      </section>
      <Caption1>
        {found.length > MOST
          ? `The first ${MOST} of ${found.length}: search for more.`
          : `${found.length} found`}
      </Caption1>
      <TagGroup
        aria-label={`${title} chosen`}
        className={styles.tags}
        onDismiss={(_, { value }) => setChosen(chosen.filter(one => one !== value))}
      >
        {chosen.map(name => (
          <Tag key={name} value={name} dismissible dismissIcon={{ 'aria-label': `Leave out ${name}` }}>
            {name}
          </Tag>
        ))}
      </TagGroup>
    </fieldset>
  )
}

interface EntryProps {
  readonly entry: CatalogueEntry
  readonly isChosen: boolean
  readonly isWithheld: boolean
  toggle(name: string): void
}

const SUPPORT: Readonly<Partial<Record<CatalogueEntry['support'], string>>> = {
  partial: 'An estimate, or from some clients only.',
  lookup: 'With uploaded files.',
  import: 'In imported call records.',
}

function Entry({ entry, isChosen, isWithheld, toggle }: EntryProps) {
  const styles = useStyles()
  const { name, support, reason, note } = entry
  const words = isWithheld
    ? 'Names or locates a person: not for specialists.'
    : (reason ?? note ?? SUPPORT[support])
  return (
    <div>
      <Checkbox
        label={name}
        checked={isChosen}
        disabled={support === 'no' || isWithheld}
        onChange={() => toggle(name)}
      />
      {words !== undefined && (
        <Caption1 block className={styles.note}>
          {words}
        </Caption1>
      )}
    </div>
  )
}
