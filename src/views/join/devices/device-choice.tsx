import { Dropdown, Field, makeStyles, Option } from '@fluentui/react-components'

const useStyles = makeStyles({ choice: { minWidth: 0, width: '100%' } })

interface DeviceChoiceProps {
  readonly label: string
  readonly kind: MediaDeviceKind
  readonly devices: readonly MediaDeviceInfo[]
  /** Id of the one in use. */
  readonly chosen: string | undefined
  choose(deviceId: string): void
}

/** Nothing where the browser lists none of the kind: there is nothing to choose. */
export function DeviceChoice({ label, kind, devices, chosen, choose }: DeviceChoiceProps) {
  const styles = useStyles()
  const found = devices.filter(device => device.kind === kind)
  if (found.length === 0) return null
  const current = found.find(({ deviceId }) => deviceId === chosen) ?? found[0]
  const title = (device: MediaDeviceInfo | undefined) => device?.label || label
  return (
    <Field label={label}>
      <Dropdown
        className={styles.choice}
        value={title(current)}
        selectedOptions={current ? [current.deviceId] : []}
        onOptionSelect={(_, { optionValue }) => optionValue !== undefined && choose(optionValue)}
      >
        {found.map(device => (
          <Option key={device.deviceId} value={device.deviceId}>
            {title(device)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}
