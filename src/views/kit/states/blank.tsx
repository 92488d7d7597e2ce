/** Cells without a value. Withheld, unknown and empty are three different things, and look it. */
import { makeStyles, Tooltip, tokens } from '@fluentui/react-components'
import { EyeOffRegular } from '@fluentui/react-icons'

const useStyles = makeStyles({
  withheld: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXXS,
    color: tokens.colorPaletteMarigoldForeground2,
    fontStyle: 'italic',
  },
  unknown: { color: tokens.colorNeutralForeground3 },
})

/** `why`: the rule and its sentence. */
export function Withheld({ why }: { readonly why?: string | undefined }) {
  const styles = useStyles()
  const mark = (
    <span className={styles.withheld} tabIndex={why === undefined ? undefined : 0}>
      <EyeOffRegular aria-hidden /> withheld
    </span>
  )
  return why === undefined ? (
    mark
  ) : (
    <Tooltip content={why} relationship="description">
      {mark}
    </Tooltip>
  )
}

/** It was never measured or said. */
export function Unknown({ why = 'Not known: nothing reported it.' }: { readonly why?: string }) {
  const styles = useStyles()
  return (
    <Tooltip content={why} relationship="description">
      <span className={styles.unknown}>—</span>
    </Tooltip>
  )
}

/** A value as text, or which kind of blank it is. `Redacted` is what policy writes into withheld cells. */
export function Value({
  value,
  why,
}: {
  readonly value: string | number | boolean | null
  readonly why?: string
}) {
  const styles = useStyles()
  if (value === null) return <Unknown />
  if (value === 'Redacted') return <Withheld why={why} />
  if (value === '') return <span className={styles.unknown}>(empty)</span>
  return <>{String(value)}</>
}
