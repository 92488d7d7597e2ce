import { Button, Dropdown, makeStyles, Option, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useMemo } from 'react'
import {
  Answered,
  DataTable,
  Empty,
  Page as Frame,
  GoTo,
  Section,
  type TableColumn,
  text,
  useAddress,
  useSession,
} from '#views/kit'
import { SettingEditor } from './setting-editor.tsx'
import { contentOf, destinationsOf, draftOf, EMPTY_DRAFT, type SettingAnswer } from './shape-setting.ts'
import { useSettings } from './use-settings.ts'

/** `edit` is the name of the setting in the form; `new` opens an empty one. */
const ADDRESS = { resource: text(), edit: text(), form: text() }

const useStyles = makeStyles({ list: { minWidth: '160px' }, note: { color: tokens.colorNeutralForeground2 } })

const COLUMNS: readonly TableColumn<SettingAnswer>[] = [
  { id: 'name', title: 'Setting', value: ({ name }) => name, width: 200 },
  { id: 'what', title: 'Sends', value: contentOf, width: 200 },
  { id: 'where', title: 'To', value: setting => destinationsOf(setting).join(', '), width: 380 },
]

/** Which logs and metrics of a resource go where. */
export function Page() {
  const styles = useStyles()
  const { world, resource: looked } = useSession()
  const [{ resource: armId }, setAddress] = useAddress(ADDRESS)
  // Only the owner of a resource says where its logs go, also when the operator looks.
  const own = useMemo(() => world.resources.filter(({ tenant }) => tenant === world.tenant), [world])
  const resource = own.find(one => one.armId === armId) ?? own.find(({ id }) => id === looked?.id) ?? own[0]
  return (
    <Frame
      title="Diagnostic settings"
      lead={
        <>
          Which logs and metrics of a resource go where. How they fare on the way:{' '}
          <GoTo href="/portal/deliveries">deliveries</GoTo>.
        </>
      }
      actions={
        <Dropdown
          className={styles.list}
          aria-label="Resource"
          value={resource?.name ?? 'No resource'}
          selectedOptions={[resource?.armId ?? '']}
          onOptionSelect={(_, { optionValue = '' }) => setAddress({ resource: optionValue })}
        >
          {own.map(one => (
            <Option key={one.armId} value={one.armId}>
              {one.name}
            </Option>
          ))}
        </Dropdown>
      }
    >
      {resource ? (
        <Settings key={resource.armId} armId={resource.armId} />
      ) : (
        <Empty
          title="This tenant has no resource"
          hint="Settings are of a Communication Services resource."
        />
      )}
    </Frame>
  )
}

function Settings({ armId }: { readonly armId: string }) {
  const [{ edit, form }, setAddress] = useAddress(ADDRESS)
  const settings = useSettings(armId)
  const add = (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => setAddress({ form: 'new', edit: '' })}>
      New setting
    </Button>
  )
  return (
    <Section title="Settings" actions={add}>
      <Answered what="settings" asked={settings}>
        {rows => {
          const edited = rows.find(({ name }) => name === edit)
          return (
            <>
              <DataTable
                of="settings"
                columns={COLUMNS}
                rows={rows}
                onOpen={({ name }) => setAddress({ edit: name, form: '' })}
                empty={
                  <Empty
                    title="Nothing is sent anywhere"
                    hint="Without a setting no log of this resource is kept."
                  />
                }
              />
              {(edited || form === 'new') && (
                <SettingEditor
                  key={edited?.name ?? ''}
                  armId={armId}
                  start={edited ? draftOf(edited) : EMPTY_DRAFT}
                  isNew={!edited}
                  taken={edited ? [] : rows.map(({ name }) => name)}
                  close={() => setAddress({ edit: '', form: '' })}
                />
              )}
            </>
          )
        }}
      </Answered>
    </Section>
  )
}
