/** Light, dark and high contrast, after the system unless chosen otherwise. */
import {
  FluentProvider,
  makeStyles,
  type Theme,
  teamsHighContrastTheme,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components'
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'
import { useKept } from '../session/kept.ts'

export const LOOKS = ['system', 'light', 'dark', 'contrast'] as const
export type Look = (typeof LOOKS)[number]

const THEMES: Readonly<Record<Exclude<Look, 'system'>, Theme>> = {
  light: webLightTheme,
  dark: webDarkTheme,
  contrast: teamsHighContrastTheme,
}

export interface Appearance {
  readonly look: Look
  setLook(look: Look): void
  /** What is shown now: for things that Fluent doesn't paint (charts, the editor). */
  readonly shown: Exclude<Look, 'system'>
  readonly theme: Theme
}

const Context = createContext<Appearance | undefined>(undefined)

export function useAppearance(): Appearance {
  const appearance = useContext(Context)
  if (!appearance) throw new Error('useAppearance needs a ThemeProvider above.')
  return appearance
}

const useStyles = makeStyles({ root: { minHeight: '100dvh' } })

export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  const [look, setLook] = useKept<Look>('look', LOOKS, 'system')
  const wantsDark = useMedia('(prefers-color-scheme: dark)')
  const wantsContrast = useMedia('(forced-colors: active)')
  const system = wantsContrast ? 'contrast' : wantsDark ? 'dark' : 'light'
  const shown = look === 'system' ? system : look
  const appearance = useMemo(() => ({ look, setLook, shown, theme: THEMES[shown] }), [look, setLook, shown])
  return (
    <Context.Provider value={appearance}>
      <FluentProvider theme={THEMES[shown]}>
        {/* Not on the provider: its class goes to menus and tooltips too, and would cover the page with them. */}
        <div className={styles.root}>{children}</div>
      </FluentProvider>
    </Context.Provider>
  )
}

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const media = useMemo(() => matchMedia(query), [query])
  return useSyncExternalStore(
    heard => {
      media.addEventListener('change', heard)
      return () => media.removeEventListener('change', heard)
    },
    () => media.matches,
  )
}

/** Phones: one column, no hover. */
export const useIsNarrow = (): boolean => useMedia('(max-width: 700px)')
