import { Button, Input, makeStyles, tokens } from '@fluentui/react-components'
import {
  ArrowLeftRegular,
  ArrowRightRegular,
  DeleteRegular,
  ZoomInRegular,
  ZoomOutRegular,
} from '@fluentui/react-icons'
import {
  changedPin,
  type Dashboard,
  Empty,
  GoTo,
  InTurn,
  moved,
  type Pin,
  Section,
  type TimeRange,
  WIDTHS,
} from '#views/kit'
import { PinView } from './pin-view.tsx'

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
    gap: tokens.spacingHorizontalL,
    '@media (max-width: 1000px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  1: { gridColumn: 'span 1', '@media (max-width: 1000px)': { gridColumn: 'auto' } },
  2: { gridColumn: 'span 2', '@media (max-width: 1000px)': { gridColumn: 'auto' } },
  3: { gridColumn: 'span 3', '@media (max-width: 1000px)': { gridColumn: 'auto' } },
  4: { gridColumn: 'span 4', '@media (max-width: 1000px)': { gridColumn: 'auto' } },
  edit: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, alignItems: 'center' },
  name: { flex: '1 1 160px', minWidth: 0 },
})

interface PinGridProps {
  readonly dashboard: Dashboard
  readonly range: TimeRange
  readonly isEdited: boolean
  keep(dashboard: Dashboard): void
}

/** The pins in their order; edited by buttons, so by keyboard as well as by touch. */
export function PinGrid({ dashboard, range, isEdited, keep }: PinGridProps) {
  const styles = useStyles()
  const { pins } = dashboard
  const set = (next: readonly Pin[]) => keep({ ...dashboard, pins: next })
  if (pins.length === 0) {
    return (
      <Empty
        title="Nothing is pinned here yet"
        hint="Pin a chart in Metrics or Logs and choose this dashboard."
        action={<GoTo href="/portal/metrics">Open Metrics</GoTo>}
      />
    )
  }
  return (
    <div className={styles.grid}>
      {pins.map(pin => (
        <div key={pin.id} className={styles[pin.width]}>
          <Section title={pin.title}>
            {isEdited && <EditPin pin={pin} pins={pins} set={set} />}
            <InTurn what={pin.title}>
              <PinView pin={pin} range={range} />
            </InTurn>
          </Section>
        </div>
      ))}
    </div>
  )
}

interface EditPinProps {
  readonly pin: Pin
  readonly pins: readonly Pin[]
  set(pins: readonly Pin[]): void
}

function EditPin({ pin, pins, set }: EditPinProps) {
  const styles = useStyles()
  const at = pins.indexOf(pin)
  const { id, title, width } = pin
  const narrower = WIDTHS.findLast(one => one < width)
  const wider = WIDTHS.find(one => one > width)
  const actions = [
    { name: 'Earlier', icon: <ArrowLeftRegular />, next: at > 0 && moved(pins, id, -1) },
    { name: 'Later', icon: <ArrowRightRegular />, next: at < pins.length - 1 && moved(pins, id, 1) },
    {
      name: 'Narrower',
      icon: <ZoomOutRegular />,
      next: narrower !== undefined && changedPin(pins, id, { width: narrower }),
    },
    {
      name: 'Wider',
      icon: <ZoomInRegular />,
      next: wider !== undefined && changedPin(pins, id, { width: wider }),
    },
    { name: 'Remove', icon: <DeleteRegular />, next: pins.filter(one => one !== pin) },
  ]
  return (
    <div className={styles.edit}>
      <Input
        className={styles.name}
        aria-label="Title"
        value={title}
        onChange={(_, { value }) => set(changedPin(pins, id, { title: value }))}
      />
      {actions.map(({ name, icon, next }) => (
        <Button
          key={name}
          icon={icon}
          aria-label={`${name}: ${title}`}
          title={name}
          disabledFocusable={next === false}
          onClick={() => next !== false && set(next)}
        />
      ))}
    </div>
  )
}
