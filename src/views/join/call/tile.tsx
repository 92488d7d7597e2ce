import { Avatar, Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { HandRightFilled, MicOffRegular, PauseRegular } from '@fluentui/react-icons'
import type { RosterEntry } from '#sources/meetings/client'
import { Video } from '../devices/video.tsx'
import { nameOf } from './shape-call.ts'

export const useTileStyles = makeStyles({
  tile: {
    position: 'relative',
    overflow: 'hidden',
    minWidth: 0,
    minHeight: 0,
    margin: 0,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground5,
    display: 'grid',
    placeItems: 'center',
  },
  /** Above the picture, which fills the tile. */
  speaking: {
    '::after': {
      content: '""',
      position: 'absolute',
      inset: 0,
      borderRadius: tokens.borderRadiusXLarge,
      border: `3px solid ${tokens.colorBrandStroke1}`,
      pointerEvents: 'none',
    },
  },
  label: {
    position: 'absolute',
    insetInlineStart: tokens.spacingHorizontalS,
    insetBlockEnd: tokens.spacingVerticalS,
    maxWidth: `calc(100% - 2 * ${tokens.spacingHorizontalS})`,
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  picture: { position: 'absolute', inset: 0 },
})

interface TileProps {
  readonly person: RosterEntry
  /** The camera, where there is a picture. */
  readonly stream: MediaStream | undefined
  readonly isSpeaking: boolean
}

/** Somebody in the meeting. */
export function Tile({ person, stream, isSpeaking }: TileProps) {
  const styles = useTileStyles()
  const name = nameOf(person)
  return (
    <figure
      className={mergeClasses(styles.tile, isSpeaking && styles.speaking)}
      aria-label={wordsOf(person, isSpeaking)}
    >
      {person.camera && stream ? (
        <div className={styles.picture}>
          <Video stream={stream} label={`Picture of ${name}`} />
        </div>
      ) : (
        <Avatar name={name} size={72} color="colorful" aria-hidden />
      )}
      <figcaption className={styles.label} aria-hidden>
        {person.handRaised && <HandRightFilled />}
        {person.onHold && <PauseRegular />}
        <Caption1 className={styles.name}>{name}</Caption1>
        {person.muted && <MicOffRegular />}
      </figcaption>
    </figure>
  )
}

/** The marks of a tile for those who don't see them. */
function wordsOf(person: RosterEntry, isSpeaking: boolean): string {
  const marks = [
    isSpeaking && 'speaks',
    person.muted && 'is muted',
    person.handRaised && 'has a hand raised',
    person.onHold && 'is on hold',
    !person.camera && 'shows no picture',
  ].filter(mark => mark !== false)
  return [nameOf(person), ...marks].join(', ')
}
