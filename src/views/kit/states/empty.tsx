import { Body1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { BoxSearchRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  box: {
    display: 'grid',
    justifyItems: 'center',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingVerticalXXL,
    color: tokens.colorNeutralForeground3,
    textAlign: 'center',
  },
})

interface EmptyProps {
  readonly title: string
  /** Why it may be empty and what to do. */
  readonly hint?: ReactNode
  readonly action?: ReactNode
}

export function Empty({ title, hint, action }: EmptyProps) {
  const styles = useStyles()
  return (
    <div className={styles.box}>
      <BoxSearchRegular fontSize={32} aria-hidden />
      <Subtitle2>{title}</Subtitle2>
      {hint !== undefined && <Body1>{hint}</Body1>}
      {action}
    </div>
  )
}
