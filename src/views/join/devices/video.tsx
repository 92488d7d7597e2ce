import { makeStyles, mergeClasses } from '@fluentui/react-components'
import { useEffect, useMemo, useRef } from 'react'

const useStyles = makeStyles({
  video: { width: '100%', height: '100%', display: 'block', objectFit: 'cover' },
  whole: { objectFit: 'contain' },
  mirrored: { transform: 'scaleX(-1)' },
})

interface VideoProps {
  readonly stream: MediaStream
  /** What is seen, for those who can't see it. */
  readonly label: string
  /** As in a mirror: the own camera. */
  readonly isMirrored?: boolean
  /** Nothing is cut off: screens. */
  readonly isWhole?: boolean
}

export function Video({ stream, label, isMirrored = false, isWhole = false }: VideoProps) {
  const styles = useStyles()
  const element = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (element.current) element.current.srcObject = stream
  }, [stream])
  return (
    <video
      ref={element}
      className={mergeClasses(styles.video, isMirrored && styles.mirrored, isWhole && styles.whole)}
      aria-label={label}
      autoPlay
      muted
      playsInline
    />
  )
}

interface OwnVideoProps extends Omit<VideoProps, 'stream'> {
  readonly track: MediaStreamTrack
}

/** A track of one's own. */
export function OwnVideo({ track, ...rest }: OwnVideoProps) {
  const stream = useMemo(() => new MediaStream([track]), [track])
  return <Video stream={stream} {...rest} />
}
