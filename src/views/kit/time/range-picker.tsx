import {
  Button,
  Field,
  Input,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
} from '@fluentui/react-components'
import { CalendarRegular, ClockRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { intervalOf, RANGES, rangeOf, type TimeRange, titleOf } from './range.ts'
import { useTimes } from './zone.tsx'

const useStyles = makeStyles({
  row: { display: 'inline-flex', gap: tokens.spacingHorizontalXS },
  custom: { display: 'grid', gap: tokens.spacingVerticalM },
})

interface RangePickerProps {
  readonly range: TimeRange
  setRange(range: TimeRange): void
}

export function RangePicker({ range, setRange }: RangePickerProps) {
  const styles = useStyles()
  const times = useTimes()
  const isNamed = RANGES.some(({ id }) => id === range)
  const { from, to } = intervalOf(range, Date.now())
  const title = isNamed ? titleOf(range) : `${times.short(from)} – ${times.short(to)}`
  return (
    <span className={styles.row}>
      <Menu
        checkedValues={{ range: [range] }}
        onCheckedValueChange={(_, { checkedItems }) => setRange(checkedItems[0] ?? range)}
      >
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<ClockRegular />} aria-label={`Time range: ${title}`}>
            {title}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {RANGES.map(({ id, title: name }) => (
              <MenuItemRadio key={id} name="range" value={id}>
                {name}
              </MenuItemRadio>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      <CustomRange range={range} setRange={setRange} />
    </span>
  )
}

function CustomRange({ range, setRange }: RangePickerProps) {
  const styles = useStyles()
  const { zone } = useTimes()
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState({ from: '', to: '' })
  const open = () => {
    const { from, to } = intervalOf(range, Date.now())
    setText({ from: asInput(from, zone), to: asInput(to, zone) })
  }
  const from = ofInput(text.from, zone)
  const to = ofInput(text.to, zone)
  const isGood = from < to
  return (
    <Popover
      open={isOpen}
      onOpenChange={(_, { open: opens }) => {
        if (opens) open()
        setOpen(opens)
      }}
      trapFocus
    >
      <PopoverTrigger disableButtonEnhancement>
        <Button icon={<CalendarRegular />} aria-label="Choose a time range of your own" />
      </PopoverTrigger>
      <PopoverSurface className={styles.custom} aria-label="Time range">
        <Field label={`From (${zone === 'utc' ? 'UTC' : 'local time'})`}>
          <Input
            type="datetime-local"
            value={text.from}
            onChange={(_, { value }) => setText({ ...text, from: value })}
          />
        </Field>
        <Field label="To" {...(!isGood && { validationMessage: 'Expected an end after the beginning.' })}>
          <Input
            type="datetime-local"
            value={text.to}
            onChange={(_, { value }) => setText({ ...text, to: value })}
          />
        </Field>
        <Button
          appearance="primary"
          disabled={!isGood}
          onClick={() => {
            setRange(rangeOf({ from, to }))
            setOpen(false)
          }}
        >
          Apply
        </Button>
      </PopoverSurface>
    </Popover>
  )
}

/** `2026-11-22T12:03`, as date inputs want it. */
function asInput(ms: number, zone: 'local' | 'utc'): string {
  const shift = zone === 'utc' ? 0 : new Date(ms).getTimezoneOffset() * 60_000
  return new Date(ms - shift).toISOString().slice(0, 16)
}

const ofInput = (text: string, zone: 'local' | 'utc'): number =>
  Date.parse(zone === 'utc' ? `${text}Z` : text)
