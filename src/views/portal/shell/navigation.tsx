import { Caption1Strong, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useRouterState } from '@tanstack/react-router'
import { useFollow } from '#views/kit'
import { FEATURES, type Feature } from '../features.ts'

const useStyles = makeStyles({
  group: { display: 'grid', gap: '2px', marginBottom: tokens.spacingVerticalM },
  heading: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    color: tokens.colorNeutralForeground3,
  },
  item: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '36px',
    padding: `0 ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    fontSize: tokens.fontSizeBase300,
    // In high contrast what is hovered or selected is bright: its words must be dark.
    ':hover': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      color: tokens.colorNeutralForeground1Hover,
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  current: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2BrandSelected,
  },
})

export function Navigation() {
  const styles = useStyles()
  const groups = Map.groupBy(
    FEATURES.filter(({ group }) => group !== undefined),
    ({ group }) => group,
  )
  return (
    <nav aria-label="Pages">
      {[...groups].map(([group, features]) => (
        <div key={group} className={styles.group}>
          <Caption1Strong className={styles.heading}>{group}</Caption1Strong>
          {features.map(feature => (
            <Item key={feature.path} feature={feature} />
          ))}
        </div>
      ))}
    </nav>
  )
}

function Item({ feature: { path, title, icon: Icon } }: { readonly feature: Feature }) {
  const styles = useStyles()
  const follow = useFollow()
  const here = useRouterState({ select: state => state.location.pathname })
  const isCurrent = path === '/' ? here === '/' : here === path || here.startsWith(`${path}/`)
  return (
    <a
      href={path}
      className={mergeClasses(styles.item, isCurrent && styles.current)}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={event => follow(event, path)}
    >
      {Icon && <Icon fontSize={20} aria-hidden />}
      {title}
    </a>
  )
}
