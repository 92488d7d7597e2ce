import { Body1, Card, makeStyles, mergeClasses, Subtitle1, Title2, tokens } from '@fluentui/react-components'
import { type ReactNode, useEffect, useId } from 'react'

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalXXXL}`,
    alignContent: 'start',
    minWidth: 0,
    '@media (max-width: 700px)': { padding: tokens.spacingHorizontalM },
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  words: { display: 'grid', gap: tokens.spacingVerticalXXS, minWidth: 0, maxWidth: '80ch' },
  heading: { margin: 0 },
  lead: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  section: { display: 'grid', gap: tokens.spacingVerticalM, minWidth: 0, alignContent: 'start' },
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(150px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  wide: { gridTemplateColumns: 'repeat(auto-fill, minmax(min(280px, 100%), 1fr))' },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(440px, 100%), 1fr))',
    gap: tokens.spacingHorizontalL,
    minWidth: 0,
  },
})

interface PageProps {
  readonly title: string
  /** One sentence: what the page answers. */
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page of the portal: its only h1, what it answers, what can be done, then its sections. */
export function Page({ title, lead, actions, children }: PageProps) {
  const styles = useStyles()
  useEffect(() => {
    document.title = `${title} · Anteroom`
  }, [title])
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div className={styles.words}>
          <Title2 as="h1" className={styles.heading}>
            {title}
          </Title2>
          {lead !== undefined && <Body1 className={styles.lead}>{lead}</Body1>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}

interface SectionProps {
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, actions, children }: SectionProps) {
  const styles = useStyles()
  const id = useId()
  return (
    <Card role="region" aria-labelledby={id} className={styles.section}>
      <div className={styles.head}>
        <Subtitle1 as="h2" id={id} className={styles.heading}>
          {title}
        </Subtitle1>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </Card>
  )
}

interface TilesProps {
  readonly children: ReactNode
  /** For tiles with a sentence in them. */
  readonly wide?: boolean
}

/** Equal tiles that wrap. */
export function Tiles({ children, wide = false }: TilesProps) {
  const styles = useStyles()
  return <div className={mergeClasses(styles.tiles, wide && styles.wide)}>{children}</div>
}

/** Side by side where there is room, else one below the other. */
export function Columns({
  children,
  className,
}: {
  readonly children: ReactNode
  readonly className?: string
}) {
  return <div className={mergeClasses(useStyles().columns, className)}>{children}</div>
}
