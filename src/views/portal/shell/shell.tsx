/** Around every page: the bar with search and who looks, the navigation, the page. */
import { Button, makeStyles, OverlayDrawer, Subtitle2, tokens } from '@fluentui/react-components'
import { NavigationRegular } from '@fluentui/react-icons'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { GoTo, useIsNarrow } from '#views/kit'
import { Looking } from './looking.tsx'
import { Navigation } from './navigation.tsx'
import { Search } from './search.tsx'

const useStyles = makeStyles({
  shell: {
    display: 'grid',
    gridTemplateRows: 'auto 1fr',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    height: '100dvh',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  bar: {
    gridColumn: '1 / -1',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 700px)': { padding: tokens.spacingHorizontalXS, gap: tokens.spacingHorizontalXS },
  },
  brand: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground1,
  },
  search: { flexGrow: 1, display: 'flex', justifyContent: 'center', minWidth: 0 },
  rail: {
    width: '228px',
    overflowY: 'auto',
    padding: tokens.spacingVerticalM,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  main: { overflow: 'auto', minWidth: 0, gridColumn: '2' },
  whole: { gridColumn: '1 / -1' },
  skip: {
    position: 'absolute',
    left: '-9999px',
    ':focus': { left: tokens.spacingHorizontalM, top: tokens.spacingVerticalM },
  },
  drawer: { padding: tokens.spacingVerticalM },
})

export function Shell() {
  const styles = useStyles()
  const isNarrow = useIsNarrow()
  const [isOpen, setOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: state => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page begins at its top, menu closed
  useEffect(() => {
    setOpen(false)
    main.current?.scrollTo(0, 0)
  }, [path])
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <header className={styles.bar}>
        {isNarrow && (
          <Button
            appearance="subtle"
            icon={<NavigationRegular />}
            aria-label="Open the navigation"
            aria-expanded={isOpen}
            onClick={() => setOpen(true)}
          />
        )}
        <GoTo href="/" className={styles.brand} aria-label="Anteroom, home" appearance="subtle">
          <img src="/views/icon.svg" alt="" width={24} height={24} />
          {!isNarrow && <Subtitle2>Anteroom</Subtitle2>}
        </GoTo>
        <div className={styles.search}>
          <Search />
        </div>
        <Looking />
      </header>
      {isNarrow ? (
        <OverlayDrawer open={isOpen} onOpenChange={(_, { open }) => setOpen(open)} className={styles.drawer}>
          <Navigation />
        </OverlayDrawer>
      ) : (
        <div className={styles.rail}>
          <Navigation />
        </div>
      )}
      <main
        ref={main}
        id="main"
        tabIndex={-1}
        className={isNarrow ? `${styles.main} ${styles.whole}` : styles.main}
      >
        <Outlet />
      </main>
    </div>
  )
}
