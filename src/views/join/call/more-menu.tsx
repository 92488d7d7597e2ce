import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import {
  CallDismissRegular,
  LinkRegular,
  MoreHorizontalRegular,
  SettingsRegular,
} from '@fluentui/react-icons'
import { useState } from 'react'
import { DeviceSettings } from '../devices/device-settings.tsx'
import type { LocalMedia } from '../devices/local-media.ts'
import { BAD_NETWORKS } from '../network/bad-networks.ts'
import { useStore } from '../store.ts'
import { copyLink } from './copy-link.tsx'
import type { Meeting } from './meeting.ts'
import { mayManage } from './shape-call.ts'

const useStyles = makeStyles({ content: { display: 'grid', gap: tokens.spacingVerticalM } })

interface MoreMenuProps {
  readonly meeting: Meeting
  readonly local: LocalMedia
}

/** What is needed rarely: devices, a bad network for demonstrations, the end for all. */
export function MoreMenu({ meeting, local }: MoreMenuProps) {
  const manages = mayManage(useStore(meeting.view))
  const [network, setNetwork] = useState('real')
  const [isChoosing, setChoosing] = useState(false)
  const choose = async (key: string) => {
    const impairment = BAD_NETWORKS.find(one => one.key === key)?.impairment
    const both = impairment && { up: impairment, down: impairment }
    if (await meeting.ask({ type: 'badNetwork', ...both })) setNetwork(key)
  }
  return (
    <>
      <Menu
        checkedValues={{ network: [network] }}
        onCheckedValueChange={(_, { checkedItems: [key] }) => key !== undefined && void choose(key)}
      >
        <MenuTrigger>
          <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label="More" />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<LinkRegular />} onClick={() => void copyLink().catch(reportError)}>
              Copy the link for others
            </MenuItem>
            <MenuItem icon={<SettingsRegular />} onClick={() => setChoosing(true)}>
              Devices
            </MenuItem>
            <MenuDivider />
            <MenuGroup>
              <MenuGroupHeader>Try a bad network</MenuGroupHeader>
              {BAD_NETWORKS.map(({ key, title }) => (
                <MenuItemRadio key={key} name="network" value={key}>
                  {title}
                </MenuItemRadio>
              ))}
            </MenuGroup>
            {manages && (
              <>
                <MenuDivider />
                <MenuItem icon={<CallDismissRegular />} onClick={() => void meeting.leave(true)}>
                  End the meeting for everybody
                </MenuItem>
              </>
            )}
          </MenuList>
        </MenuPopover>
      </Menu>
      <DeviceDialog local={local} isOpen={isChoosing} close={() => setChoosing(false)} />
    </>
  )
}

interface DeviceDialogProps {
  readonly local: LocalMedia
  readonly isOpen: boolean
  close(): void
}

function DeviceDialog({ local, isOpen, close }: DeviceDialogProps) {
  const styles = useStyles()
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => !open && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Devices</DialogTitle>
          <DialogContent className={styles.content}>
            <DeviceSettings local={local} />
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary">Done</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
