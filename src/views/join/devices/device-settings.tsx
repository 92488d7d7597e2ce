import { useStore } from '../store.ts'
import { DeviceChoice } from './device-choice.tsx'
import type { LocalMedia } from './local-media.ts'

/** Which microphone, camera and loudspeaker. */
export function DeviceSettings({ local }: { readonly local: LocalMedia }) {
  const { devices, microphone, camera, chosen } = useStore(local.view)
  return (
    <>
      <DeviceChoice
        label="Microphone"
        kind="audioinput"
        devices={devices}
        chosen={chosen.microphone ?? microphone?.getSettings().deviceId}
        choose={id => void local.choose('microphone', id)}
      />
      <DeviceChoice
        label="Camera"
        kind="videoinput"
        devices={devices}
        chosen={chosen.camera ?? camera?.getSettings().deviceId}
        choose={id => void local.choose('camera', id)}
      />
      <DeviceChoice
        label="Loudspeaker"
        kind="audiooutput"
        devices={devices}
        chosen={chosen.speaker}
        choose={id => void local.choose('speaker', id)}
      />
    </>
  )
}
