import { Caption1, makeStyles, mergeClasses, Tooltip, tokens } from '@fluentui/react-components'
import { DismissCircleRegular, WarningRegular } from '@fluentui/react-icons'
import type { Fact, Mark } from '#teams/center/answers'
import { numberText } from '#views/kit'
import { Hidden } from './who.tsx'

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, max-content) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
  },
  name: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  none: { color: tokens.colorNeutralForeground3 },
  mark: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXXS,
    border: 'none',
    font: 'inherit',
    textAlign: 'start',
    borderRadius: tokens.borderRadiusSmall,
    padding: `0 ${tokens.spacingHorizontalXS}`,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  red: { backgroundColor: tokens.colorPaletteRedBackground2, color: tokens.colorPaletteRedForeground2 },
  yellow: {
    backgroundColor: tokens.colorPaletteYellowBackground2,
    color: tokens.colorPaletteYellowForeground2,
  },
})

/** Names and values; what nobody reported says so, what is withheld says by which rule. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  const styles = useStyles()
  return (
    <dl className={styles.list}>
      {facts.map(fact => (
        <Pair key={fact.name} fact={fact} />
      ))}
    </dl>
  )
}

function Pair({ fact }: { readonly fact: Fact }) {
  const styles = useStyles()
  return (
    <>
      <dt>
        <Caption1 className={styles.name}>{fact.name}</Caption1>
      </dt>
      <dd className={styles.value}>
        <FactValue fact={fact} />
      </dd>
    </>
  )
}

type Valued = Pick<Fact, 'value' | 'mark' | 'withheld'> & { readonly unit: string }

export function FactValue({
  fact,
  none = 'Data isn’t available.',
}: {
  readonly fact: Valued
  readonly none?: string
}) {
  const styles = useStyles()
  if (fact.withheld) {
    return (
      <span className={styles.none}>
        withheld <Hidden why={fact.withheld} />
      </span>
    )
  }
  if (fact.value === null) return <span className={styles.none}>{none}</span>
  const text = valueText(fact)
  if (!fact.mark) return <>{text}</>
  return (
    <Tooltip content={markText(fact.mark)} relationship="description">
      <button type="button" className={mergeClasses(styles.mark, styles[fact.mark.tone])}>
        {fact.mark.tone === 'red' ? (
          <DismissCircleRegular aria-label="probably the main cause" />
        ) : (
          <WarningRegular aria-label="out of the normal range" />
        )}
        {text}
      </button>
    </Tooltip>
  )
}

/** Ratios read as percent, rates in their own size. */
export function valueText({ value, unit }: Pick<Valued, 'value' | 'unit'>): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'string') return unit === '' ? value : `${value} ${unit}`
  if (unit === 'ratio') return `${numberText(value * 100)} %`
  if (unit === 'bit/s')
    return value >= 1e6 ? `${numberText(value / 1e6)} Mbit/s` : `${numberText(value / 1e3)} kbit/s`
  return unit === '' ? String(value) : `${numberText(value)} ${unit}`
}

const IS: Readonly<Record<Mark['is'], string>> = {
  above: 'above',
  atLeast: 'at least',
  below: 'below',
  atMost: 'at most',
}

export const markText = ({ rule, version, is, limit, unit, tone }: Mark): string =>
  `${tone === 'red' ? 'Probably the main cause' : 'Out of the normal range'}: ${IS[is]} ${valueText({ value: limit, unit })} by ${RULES[rule] ?? rule} ${version}`

export const RULES: Readonly<Record<string, string>> = {
  cqd: 'Call Quality Dashboard',
  callAnalytics: 'call analytics',
  realTime: 'real-time analytics',
  callDiagnostics: 'Call Diagnostics',
  insights: 'voice and video insights',
}
