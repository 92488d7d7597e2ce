/** What a report is looked at through: product, filters as tags, and a form that adds one. */
import {
  Button,
  Combobox,
  Field,
  makeStyles,
  Option,
  OptionGroup,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Select,
  Tag,
  TagGroup,
  tokens,
} from '@fluentui/react-components'
import { FilterAddRegular } from '@fluentui/react-icons'
import { useMemo, useState } from 'react'
import { PRODUCT_IDS, PRODUCTS, type ProductId } from './ask-of.ts'
import { filterText, filterWords, readFilters, SIGNS } from './filter-text.ts'
import { MemberPicker } from './member-picker.tsx'
import type { Catalogue, CatalogueEntry } from './report.ts'
import { useTeamsRole } from './use-quality.ts'

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
  tags: { flexWrap: 'wrap', rowGap: tokens.spacingVerticalXS },
  tag: { maxWidth: 'min(100%, 480px)' },
  form: { display: 'grid', gap: tokens.spacingVerticalM, width: 'min(360px, calc(100vw - 64px))' },
})

interface FiltersBarProps {
  readonly catalogue: Catalogue
  readonly product: ProductId
  /** As the address has them. */
  readonly filters: readonly string[]
  setProduct(product: ProductId): void
  setFilters(filters: readonly string[]): void
}

export function FiltersBar({ catalogue, product, filters, setProduct, setFilters }: FiltersBarProps) {
  const styles = useStyles()
  const read = useMemo(
    () => filters.map(text => ({ text, words: readFilters([text]).map(filterWords)[0] })),
    [filters],
  )
  return (
    <div className={styles.bar}>
      <Field label="Product">
        <Select
          value={product}
          onChange={(_, { value }) => setProduct(PRODUCT_IDS.find(id => id === value) ?? 'all')}
        >
          {PRODUCTS.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      <AddFilter {...{ catalogue, filters, setFilters }} />
      {read.length > 0 && (
        <TagGroup
          aria-label="Filters"
          className={styles.tags}
          onDismiss={(_, { value }) => setFilters(filters.filter(one => one !== value))}
        >
          {read.map(({ text, words }) => (
            <Tag
              key={text}
              value={text}
              className={styles.tag}
              dismissible
              dismissIcon={{ 'aria-label': 'Remove the filter' }}
            >
              {words ?? `${text}: no filter`}
            </Tag>
          ))}
        </TagGroup>
      )}
      {read.length > 1 && (
        <Button appearance="subtle" onClick={() => setFilters([])}>
          Remove all
        </Button>
      )}
    </div>
  )
}

type AddFilterProps = Pick<FiltersBarProps, 'catalogue' | 'filters' | 'setFilters'>

export function AddFilter({ catalogue, filters, setFilters }: AddFilterProps) {
  const styles = useStyles()
  const [isOpen, setOpen] = useState(false)
  const [dimension, setDimension] = useState('')
  const [operator, setOperator] = useState<string>('equals')
  const [values, setValues] = useState<readonly string[]>([])
  const within = useMemo(() => readFilters(filters), [filters])
  const add = () => {
    setFilters([...filters, filterText({ dimension, operator, values })])
    setOpen(false)
    setValues([])
    setDimension('')
  }
  return (
    <Popover open={isOpen} onOpenChange={(_, { open }) => setOpen(open)} trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button icon={<FilterAddRegular />}>Add a filter</Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.form} aria-label="Add a filter">
        <DimensionField catalogue={catalogue} dimension={dimension} setDimension={setDimension} />
        <Field label="Comparison">
          <Select value={operator} onChange={(_, { value }) => setOperator(value)}>
            {SIGNS.map(([, name, words]) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        <MemberPicker
          label={operator.endsWith('atches') ? 'Regular expressions' : 'Values'}
          {...{ dimension, values, within, setValues }}
        />
        <Button appearance="primary" disabled={dimension === '' || values.length === 0} onClick={add}>
          Add
        </Button>
      </PopoverSurface>
    </Popover>
  )
}

interface DimensionFieldProps {
  readonly catalogue: Catalogue
  readonly dimension: string
  setDimension(dimension: string): void
}

/** Dimensions that can be computed, and that the role may filter by, searched by name. */
function DimensionField({ catalogue, dimension, setDimension }: DimensionFieldProps) {
  const role = useTeamsRole()
  const [search, setSearch] = useState<string>()
  const groups = useMemo(() => {
    const wanted = (search ?? '').toLowerCase()
    const usable = catalogue.dimensions.filter(
      ({ name, support, identifiable }) =>
        support !== 'no' && !(identifiable && role === 'specialist') && name.toLowerCase().includes(wanted),
    )
    return Map.groupBy(usable.slice(0, 80), ({ category }: CatalogueEntry) => category)
  }, [catalogue, role, search])
  return (
    <Field label="Dimension">
      <Combobox
        placeholder="Search"
        value={search ?? dimension}
        selectedOptions={dimension === '' ? [] : [dimension]}
        onChange={event => setSearch(event.currentTarget.value)}
        onOptionSelect={(_, { optionValue }) => {
          setDimension(optionValue ?? '')
          setSearch(undefined)
        }}
      >
        {[...groups].map(([category, entries]) => (
          <OptionGroup key={category} label={category}>
            {entries.map(({ name }) => (
              <Option key={name} value={name}>
                {name}
              </Option>
            ))}
          </OptionGroup>
        ))}
      </Combobox>
    </Field>
  )
}
