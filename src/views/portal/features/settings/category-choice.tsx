import { Checkbox, Field, makeStyles, tokens } from '@fluentui/react-components'
import { categoryByName } from '#records'
import { type FormPart, wrongAt } from './setting-editor.tsx'
import type { CategoryAnswer } from './use-settings.ts'

const useStyles = makeStyles({
  group: { display: 'grid', gap: tokens.spacingVerticalXXS },
  singles: {
    display: 'grid',
    maxHeight: '240px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
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
    <Field label="Logs" {...wrongAt(wrongs, 'logs')}>
      <div className={styles.group} role="group" aria-label="Logs">
        {groups.map(group => (
          <Checkbox
            key={group}
            label={GROUP_TITLES[group] ?? group}
            checked={draft.groups.includes(group)}
            onChange={(_, { checked }) => change({ groups: toggled(draft.groups, group, checked === true) })}
          />
        ))}
        <div className={styles.singles} role="group" aria-label="Single categories">
          {logs.map(({ name, properties }) => (
            <Checkbox
              key={name}
              label={categoryByName(name)?.displayName ?? name}
              disabled={isGrouped}
              checked={
                isGrouped
                  ? properties.categoryGroups.some(group => draft.groups.includes(group))
                  : draft.categories.includes(name)
              }
              onChange={(_, { checked }) =>
                change({ categories: toggled(draft.categories, name, checked === true) })
              }
            />
          ))}
        </div>
      </div>
    </Field>
  )
}
