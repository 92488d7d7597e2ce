/** Looks that several parts of the page share. */
import { makeStyles, tokens } from '@fluentui/react-components'

export const NARROW = '@media (max-width: 700px)'

export const useSharedStyles = makeStyles({
  page: {
    minHeight: '100dvh',
    display: 'grid',
    alignContent: 'center',
    justifyItems: 'center',
    gap: tokens.spacingVerticalXL,
    padding: tokens.spacingHorizontalXXL,
    backgroundColor: tokens.colorNeutralBackground3,
    [NARROW]: { padding: tokens.spacingHorizontalM, alignContent: 'start' },
  },
  card: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    width: 'min(520px, 100%)',
    padding: tokens.spacingHorizontalXXL,
    alignContent: 'start',
    [NARROW]: { padding: tokens.spacingHorizontalL },
  },
  heading: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground2 },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  hiddenText: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
})
