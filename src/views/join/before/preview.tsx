import { Avatar, Body1, makeStyles, Spinner, Switch, tokens } from '@fluentui/react-components'
import { MicOffRegular, MicRegular, VideoOffRegular, VideoRegular } from '@fluentui/react-icons'
import { LevelBar } from '../devices/level-bar.tsx'
import type { LocalMedia } from '../devices/local-media.ts'
import { OwnVideo } from '../devices/video.tsx'
import { useStore } from '../store.ts'

const useStyles = makeStyles({
  box: { display: 'grid', gap: tokens.spacingVerticalM },
  picture: {
    aspectRatio: '16 / 9',
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground5,
    display: 'grid',
    placeItems: 'center',
  },
  off: {
    display: 'grid',
    justifyItems: 'center',
    gap: tokens.spacingVerticalS,
    color: tokens.colorNeutralForeground2,
  },
  controls: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
  },
  control: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
})

interface PreviewProps {
  readonly local: LocalMedia
  readonly name: string
}

/** How the others will see and hear one. */
export function Preview({ local, name }: PreviewProps) {
  const styles = useStyles()
  const { camera, microphone, isMuted, wantsCamera, problems } = useStore(local.view)
  const isHeard = !isMuted && problems.microphone === undefined
  return (
    <div className={styles.box}>
      <div className={styles.picture}>
        {camera ? (
          <OwnVideo track={camera} label="Preview of your camera" isMirrored />
        ) : (
          <div className={styles.off}>
            {wantsCamera && problems.camera === undefined ? (
              <Spinner label="Starting the camera" labelPosition="below" />
            ) : (
              <>
                <Avatar name={name} size={72} color="colorful" aria-hidden />
                <Body1>Your camera is off</Body1>
              </>
            )}
          </div>
        )}
      </div>
      <div className={styles.controls}>
        <span className={styles.control}>
          {camera ? <VideoRegular aria-hidden /> : <VideoOffRegular aria-hidden />}
          <Switch
            label="Camera"
            checked={wantsCamera}
            onChange={(_, { checked }) => void (checked ? local.openCamera() : local.closeCamera())}
          />
        </span>
        <span className={styles.control}>
          {isHeard ? <MicRegular aria-hidden /> : <MicOffRegular aria-hidden />}
          <Switch
            label="Microphone"
            checked={isHeard}
            onChange={(_, { checked }) => void local.setMuted(!checked)}
          />
        </span>
        {microphone && <LevelBar track={microphone} />}
      </div>
    </div>
  )
}
