import { Button, Dropdown, makeStyles, Option, OptionGroup } from '@fluentui/react-components'
import { CheckmarkRegular, CodeRegular, EditRegular, ShareRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import {
  type Dashboard,
  Failed,
  Page as Frame,
  flag,
  isShared,
  RangePicker,
  text,
  useAddress,
  useDashboards,
  useSharedDashboards,
} from '#views/kit'
import { EditBar } from './edit-bar.tsx'
import { JsonDrawer } from './json-drawer.tsx'
import { PinGrid } from './pin-grid.tsx'

const ADDRESS = { range: text('24h'), board: text(), edit: flag() }

const useStyles = makeStyles({ list: { minWidth: '220px' } })

/** Charts that were pinned, over one time range: those of this browser, and those that the tenant shares. */
export function Page() {
  const [{ range, board, edit }, setAddress] = useAddress(ADDRESS)
  const own = useDashboards()
  const shared = useSharedDashboards()
  const [isJson, setJson] = useState(false)
  const all = [...own.dashboards, ...shared.dashboards]
  const dashboard = all.find(({ id }) => id === board) ?? own.dashboards[0]
  if (!dashboard) return null
  const keep = (next: Dashboard) => (isShared(next) ? void shared.keep(next) : own.keep(next))
  const remove = () => {
    if (isShared(dashboard)) void shared.remove(dashboard.id)
    else own.remove(dashboard.id)
    setAddress({ board: '', edit: false })
  }
  const share = async () => {
    const id = await shared.share(dashboard)
    if (id !== undefined) setAddress({ board: id })
  }
  return (
    <Frame
      title="Dashboards"
      lead={
        isShared(dashboard)
          ? 'Charts that the tenant shares: everybody of it sees and may change them.'
          : 'Charts pinned from Metrics and Logs. This browser keeps them until they are shared or given away as JSON.'
      }
      actions={
        <>
          <Choice {...{ dashboard }} own={own.dashboards} shared={shared.dashboards} />
          <Button
            icon={edit ? <CheckmarkRegular /> : <EditRegular />}
            onClick={() => setAddress({ edit: !edit }, { replace: true })}
          >
            {edit ? 'Done' : 'Edit'}
          </Button>
          {shared.canShare && !isShared(dashboard) && (
            <Button icon={<ShareRegular />} onClick={share}>
              Share with the tenant
            </Button>
          )}
          <Button icon={<CodeRegular />} onClick={() => setJson(true)}>
            JSON
          </Button>
          <RangePicker range={range} setRange={next => setAddress({ range: next })} />
        </>
      }
    >
      {shared.problem && <Failed problem={shared.problem} />}
      {shared.asked.error && <Failed problem={shared.asked.error} />}
      {edit && (
        <EditBar key={dashboard.id} {...{ dashboard, keep, remove }} open={id => setAddress({ board: id })} />
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

interface ChoiceProps {
  readonly dashboard: Dashboard
  readonly own: readonly Dashboard[]
  readonly shared: readonly Dashboard[]
}

function Choice({ dashboard, own, shared }: ChoiceProps) {
  const styles = useStyles()
  const [, setAddress] = useAddress(ADDRESS)
  const options = (dashboards: readonly Dashboard[]) =>
    dashboards.map(({ id, name }) => (
      <Option key={id} value={id}>
        {name}
      </Option>
    ))
  return (
    <Dropdown
      className={styles.list}
      aria-label="Dashboard"
      value={dashboard.name}
      selectedOptions={[dashboard.id]}
      onOptionSelect={(_, { optionValue = '' }) => setAddress({ board: optionValue })}
    >
      <OptionGroup label="This browser">{options(own)}</OptionGroup>
      {shared.length > 0 && <OptionGroup label="Shared with the tenant">{options(shared)}</OptionGroup>}
    </Dropdown>
  )
}
