import { Caption1, Card, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { GoTo } from '../address/go-to.tsx'

const useStyles = makeStyles({
  tile: { gap: tokens.spacingVerticalXS, minWidth: 0 },
  value: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  words: { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightHero700, whiteSpace: 'nowrap' },
  bad: { color: tokens.colorPaletteRedForeground1 },
  good: { color: tokens.colorPaletteGreenForeground1 },
  note: { color: tokens.colorNeutralForeground2 },
})

interface FigureProps {
  readonly label: string
  readonly value: ReactNode
  readonly tone?: 'good' | 'bad' | 'plain'
  readonly note?: ReactNode
  /** Where its rows are: every number leads to what it counts. */
  readonly href: string
}

export function Figure({ label, value, tone = 'plain', note, href }: FigureProps) {
  const styles = useStyles()
  // A moment or a length reads as words; counts stay large.
  const isLong = typeof value === 'string' && value.length > 7
  const toned = tone === 'bad' ? styles.bad : tone === 'good' ? styles.good : undefined
  return (
    <Card className={styles.tile}>
      <Caption1>{label}</Caption1>
      <GoTo
        href={href}
        appearance="subtle"
        className={mergeClasses(styles.value, isLong && styles.words, toned)}
      >
        {value}
      </GoTo>
      {note !== undefined && <Caption1 className={styles.note}>{note}</Caption1>}
    </Card>
  )
}
