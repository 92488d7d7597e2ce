import {
  Button,
  Menu,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { CheckmarkRegular, PinRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { KqlPin, MetricPin } from './dashboard.ts'
import { useDashboards } from './use-dashboards.ts'

interface PinButtonProps {
  /** What is pinned, but for its id. */
  readonly pin: Omit<KqlPin, 'id'> | Omit<MetricPin, 'id'>
  readonly disabled?: boolean
}

/** Puts a chart on one of the dashboards. */
export function PinButton({ pin, disabled = false }: PinButtonProps) {
  const { dashboards, pin: put } = useDashboards()
  const [pinned, setPinned] = useState<string>()
  return (
    <Menu onOpenChange={(_, { open }) => open && setPinned(undefined)}>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={pinned === undefined ? <PinRegular /> : <CheckmarkRegular />} disabled={disabled}>
          <span aria-live="polite">{pinned === undefined ? 'Pin' : `Pinned to ${pinned}`}</span>
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>Pin to dashboard</MenuGroupHeader>
            {dashboards.map(({ id, name }) => (
              <MenuItem
                key={id}
                onClick={() => {
                  put(id, { ...pin, id: crypto.randomUUID() })
                  setPinned(name)
                }}
              >
                {name}
              </MenuItem>
            ))}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
