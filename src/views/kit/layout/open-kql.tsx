import { Button, Tooltip } from '@fluentui/react-components'
import { CodeRegular } from '@fluentui/react-icons'
import { addressOf } from '../address/address.ts'
import { useFollow } from '../address/go-to.tsx'
import type { TimeRange } from '../time/range.ts'

/** Address of the editor with that query. */
export const logsAddress = (kql: string, range?: TimeRange): string =>
  addressOf('/portal/logs', { kql, range })

/** Every chart and table opens as the KQL behind it. */
export function OpenKql({ kql, range }: { readonly kql: string; readonly range?: TimeRange | undefined }) {
  const follow = useFollow()
  const href = logsAddress(kql, range)
  return (
    <Tooltip content="Open the query behind this" relationship="label">
      <Button
        as="a"
        href={href}
        appearance="subtle"
        icon={<CodeRegular />}
        onClick={event => follow(event, href)}
      />
    </Tooltip>
  )
}
