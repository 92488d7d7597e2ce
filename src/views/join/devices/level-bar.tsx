import { makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { systemClock } from '#base'
import { meterLevel } from '#calling'
import { useSharedStyles } from '../ui.ts'

const useStyles = makeStyles({
  bars: { display: 'flex', gap: '3px', alignItems: 'center' },
  bar: { width: '6px', height: '14px', borderRadius: tokens.borderRadiusSmall },
})

const BARS = 12
/** Speech close to a microphone: louder fills the bar. */
const LOUD = 0.2

/** How many bars are lit; loudness as people hear it is not linear. */
const litAt = (level: number): number => Math.min(BARS, Math.round(BARS * Math.sqrt(level / LOUD)))

/** How loud the microphone is. */
export function LevelBar({ track }: { readonly track: MediaStreamTrack }) {
  const styles = useStyles()
  const shared = useSharedStyles()
  const [lit, setLit] = useState(0)
  useEffect(() => meterLevel(track, level => setLit(litAt(level)), { clock: systemClock }), [track])
  return (
    <div className={styles.bars}>
      <meter className={shared.hiddenText} aria-label="Loudness of the microphone" max={BARS} value={lit} />
      {BAR_KEYS.map(bar => (
        <span
          key={bar}
          aria-hidden
          className={styles.bar}
          style={{ backgroundColor: bar < lit ? tokens.colorBrandForeground1 : tokens.colorNeutralStroke1 }}
        />
      ))}
    </div>
  )
}

const BAR_KEYS = Array.from({ length: BARS }, (_, bar) => bar)
