import { Caption1, Checkbox, makeStyles, tokens } from '@fluentui/react-components'
import { categoryByName } from '#records'
import type { FormPart } from './setting-editor.tsx'
import type { CategoryAnswer } from './use-settings.ts'

const useStyles = makeStyles({
  group: {
    display: 'grid',
    gap: tokens.spacingVerticalXXS,
    margin: 0,
    padding: 0,
    border: 'none',
    minWidth: 0,
  },
  title: { padding: 0 },
  note: { color: tokens.colorNeutralForeground2, paddingLeft: tokens.spacingHorizontalS },
  wrong: { color: tokens.colorPaletteRedForeground1 },
  singles: {
    display: 'grid',
    maxHeight: '240px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    margin: 0,
    padding: 0,
    minWidth: 0,
  },
})

const GROUP_TITLES: Readonly<Record<string, string>> = {
  allLogs: 'All logs, also those of later categories',
  audit: 'Audit: who got access',
}

const toggled = (all: readonly string[], one: string, isOn: boolean): readonly string[] =>
  isOn ? [...all, one] : all.filter(other => other !== one)

/** A group, or single categories: a setting can't have both. */
export function CategoryChoice({
  draft,
  wrongs,
  change,
  categories,
}: FormPart & { readonly categories: readonly CategoryAnswer[] }) {
  const styles = useStyles()
  const logs = categories.filter(({ properties }) => properties.categoryType === 'Logs')
  const groups = [...new Set(logs.flatMap(({ properties }) => properties.categoryGroups))].toSorted()
  const isGrouped = draft.groups.length > 0
  return (
    <fieldset className={styles.group}>
      <legend className={styles.title}>Logs</legend>
      {groups.map(group => (
        <Checkbox
          key={group}
          label={GROUP_TITLES[group] ?? group}
          checked={draft.groups.includes(group)}
          onChange={(_, { checked }) => change({ groups: toggled(draft.groups, group, checked === true) })}
        />
      ))}
      {isGrouped ? (
        <Caption1 className={styles.note}>Choose no group to name single categories.</Caption1>
      ) : (
        <fieldset className={styles.singles} aria-label="Single categories">
          {logs.map(({ name }) => (
            <Checkbox
              key={name}
              label={categoryByName(name)?.displayName ?? name}
              checked={draft.categories.includes(name)}
              onChange={(_, { checked }) =>
                change({ categories: toggled(draft.categories, name, checked === true) })
              }
            />
          ))}
        </fieldset>
      )}
      {wrongs.logs !== undefined && (
        <Caption1 role="alert" className={styles.wrong}>
          {wrongs.logs}
        </Caption1>
      )}
    </fieldset>
  )
}
