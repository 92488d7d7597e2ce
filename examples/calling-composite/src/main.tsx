/**
 * The official composites, as their documentation shows them. Who joins what comes from the address:
 * `#endpoint=…&user=…&token=…&name=…&link=…`, with `&chat=1` for the composite with chat (see invite.ts).
 */
import { AzureCommunicationTokenCredential } from '@azure/communication-common'
import {
  CallComposite,
  CallWithChatComposite,
  FluentThemeProvider,
  useAzureCommunicationCallAdapter,
  useAzureCommunicationCallWithChatAdapter,
} from '@azure/communication-react'
import { useMemo } from 'react'
import { createRoot } from 'react-dom/client'

const asked = new URLSearchParams(location.hash.slice(1))
const text = (name: string): string => asked.get(name) ?? ''

// The one line that an app on Azure does not have: where the server is, unless it is https://localhost:7443.
if (asked.has('endpoint')) Object.assign(globalThis, { ANTEROOM_ORIGIN: text('endpoint') })

const userId = { communicationUserId: text('user') }
const locator = { meetingLink: text('link') }

function useCredential() {
  return useMemo(() => new AzureCommunicationTokenCredential(text('token')), [])
}

function Call() {
  const credential = useCredential()
  const adapter = useAzureCommunicationCallAdapter({ userId, displayName: text('name'), credential, locator })
  return adapter ? <CallComposite adapter={adapter} formFactor="desktop" /> : <p>Getting ready…</p>
}

function CallWithChat() {
  const credential = useCredential()
  const adapter = useAzureCommunicationCallWithChatAdapter({
    userId,
    displayName: text('name'),
    credential,
    locator,
    endpoint: text('endpoint'),
  })
  return adapter ? <CallWithChatComposite adapter={adapter} formFactor="desktop" /> : <p>Getting ready…</p>
}

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <FluentThemeProvider>{asked.has('chat') ? <CallWithChat /> : <Call />}</FluentThemeProvider>,
  )
}
