import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components'
import type { LocalMedia, Source } from '../devices/local-media.ts'
import { problemWords } from '../devices/problem-words.ts'
import { useStore } from '../store.ts'

const SOURCES: readonly Source[] = ['microphone', 'camera']

/** What keeps a device from working, how to mend it, and another try. */
export function DeviceProblems({ local }: { readonly local: LocalMedia }) {
  const { problems } = useStore(local.view)
  return SOURCES.map(source => {
    const name = problems[source]
    const words = name === undefined ? undefined : problemWords(source, name)
    if (!words) return null
    const retry = () => void (source === 'camera' ? local.openCamera() : local.openMicrophone())
    return (
      <MessageBar key={source} intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{words.title}</MessageBarTitle>
          {words.fix}
        </MessageBarBody>
        <MessageBarActions>
          <Button size="small" onClick={retry}>
            Try again
          </Button>
        </MessageBarActions>
      </MessageBar>
    )
  })
}
