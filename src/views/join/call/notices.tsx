import { Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { systemClock } from '#base'
import { useStore } from '../store.ts'
import type { Meeting } from './meeting.ts'
import type { Notice } from './shape-call.ts'

const useStyles = makeStyles({
  /** There also when it is empty: screen readers tell only of regions that they know. */
  region: {
    position: 'absolute',
    insetBlockStart: tokens.spacingVerticalM,
    insetInlineStart: tokens.spacingHorizontalM,
    display: 'grid',
    gap: tokens.spacingVerticalXS,
    justifyItems: 'start',
    maxWidth: `calc(100% - 2 * ${tokens.spacingHorizontalM})`,
    pointerEvents: 'none',
  },
  notice: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackgroundInverted,
    color: tokens.colorNeutralForegroundInverted,
    boxShadow: tokens.shadow8,
  },
})

const SHOWN_MS = 5000

/** Who came, left, shares, and what was refused: seen for a moment, and read aloud. */
export function Notices({ meeting }: { readonly meeting: Meeting }) {
  const styles = useStyles()
  const { notices } = useStore(meeting.view)
  return (
    <div className={styles.region} role="status" aria-live="polite">
      {notices.map(notice => (
        <Shown key={notice.id} notice={notice} meeting={meeting} />
      ))}
    </div>
  )
}

function Shown({ notice: { id, text }, meeting }: { readonly notice: Notice; readonly meeting: Meeting }) {
  const styles = useStyles()
  useEffect(() => {
    const timer = systemClock.after(SHOWN_MS, () => meeting.noticed(id))
    return () => timer.cancel()
  }, [id, meeting])
  return <Caption1 className={styles.notice}>{text}</Caption1>
}
