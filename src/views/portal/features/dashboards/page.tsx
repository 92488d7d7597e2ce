import { Button, Dropdown, makeStyles, Option } from '@fluentui/react-components'
import { CheckmarkRegular, CodeRegular, EditRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { Page as Frame, flag, RangePicker, text, useAddress, useDashboards } from '#views/kit'
import { EditBar } from './edit-bar.tsx'
import { JsonDrawer } from './json-drawer.tsx'
import { PinGrid } from './pin-grid.tsx'

const ADDRESS = { range: text('24h'), board: text(), edit: flag() }

const useStyles = makeStyles({ list: { minWidth: '220px' } })

/** Charts that were pinned, over one time range. */
export function Page() {
  const styles = useStyles()
  const [{ range, board, edit }, setAddress] = useAddress(ADDRESS)
  const { dashboards, keep, remove } = useDashboards()
  const [isJson, setJson] = useState(false)
  const dashboard = dashboards.find(({ id }) => id === board) ?? dashboards[0]
  if (!dashboard) return null
  return (
    <Frame
      title="Dashboards"
      lead="Charts pinned from Metrics and Logs. This browser keeps them; as JSON they can be given away."
      actions={
        <>
          <Dropdown
            className={styles.list}
            aria-label="Dashboard"
            value={dashboard.name}
            selectedOptions={[dashboard.id]}
            onOptionSelect={(_, { optionValue = '' }) => setAddress({ board: optionValue })}
          >
            {dashboards.map(({ id, name }) => (
              <Option key={id} value={id}>
                {name}
              </Option>
            ))}
          </Dropdown>
          <Button
            icon={edit ? <CheckmarkRegular /> : <EditRegular />}
            onClick={() => setAddress({ edit: !edit }, { replace: true })}
          >
            {edit ? 'Done' : 'Edit'}
          </Button>
          <Button icon={<CodeRegular />} onClick={() => setJson(true)}>
            JSON
          </Button>
          <RangePicker range={range} setRange={next => setAddress({ range: next })} />
        </>
      }
    >
      {edit && (
        <EditBar
          key={dashboard.id}
          dashboard={dashboard}
          keep={keep}
          open={id => setAddress({ board: id })}
          remove={() => {
            remove(dashboard.id)
            setAddress({ board: '', edit: false })
          }}
        />
      )}
      <PinGrid dashboard={dashboard} range={range} isEdited={edit} keep={keep} />
      {isJson && (
        <JsonDrawer
          dashboard={dashboard}
          close={() => setJson(false)}
          take={taken => {
            keep(taken)
            setAddress({ board: taken.id })
            setJson(false)
          }}
        />
      )}
    </Frame>
  )
}
