import { Body1, Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useIsNarrow } from '#views/kit'
import type { LocalMedia } from '../devices/local-media.ts'
import { OwnVideo, Video } from '../devices/video.tsx'
import { useStore } from '../store.ts'
import { NARROW } from '../ui.ts'
import { CopyLink } from './copy-link.tsx'
import type { Meeting } from './meeting.ts'
import { nameOf } from './shape-call.ts'
import { columnsFor, PICTURE, type Size, shapeStage, wantedOf } from './shape-stage.ts'
import { Tile, useTileStyles } from './tile.tsx'

const useStyles = makeStyles({
  stage: {
    position: 'relative',
    display: 'grid',
    gridTemplateRows: 'minmax(0, 1fr)',
    gap: tokens.spacingHorizontalS,
    minWidth: 0,
    minHeight: 0,
  },
  sharing: { gridTemplateRows: 'minmax(0, 1fr) clamp(72px, 18%, 140px)' },
  tiles: {
    display: 'grid',
    gap: tokens.spacingHorizontalS,
    gridAutoRows: 'minmax(0, 1fr)',
    justifyContent: 'center',
    minHeight: 0,
    minWidth: 0,
  },
  strip: { gridAutoFlow: 'column', gridAutoColumns: 'minmax(0, 200px)', justifyContent: 'center' },
  self: {
    position: 'absolute',
    insetInlineEnd: tokens.spacingHorizontalM,
    insetBlockEnd: tokens.spacingVerticalM,
    width: 'clamp(96px, 16vw, 208px)',
    aspectRatio: '16 / 9',
    boxShadow: tokens.shadow16,
    [NARROW]: { aspectRatio: '3 / 4' },
  },
  alone: {
    display: 'grid',
    justifyItems: 'center',
    alignContent: 'center',
    gap: tokens.spacingVerticalM,
    textAlign: 'center',
  },
})

/** Tiles beside the own one. */
const ROOM = { wide: 9, narrow: 4 }

/** Everybody who is there, or what somebody shares. */
export function Stage({ meeting, local }: { readonly meeting: Meeting; readonly local: LocalMedia }) {
  const styles = useStyles()
  const tileStyles = useTileStyles()
  const view = useStore(meeting.view)
  const remote = useStore(meeting.remote)
  const { camera } = useStore(local.view)
  const room = useIsNarrow() ? ROOM.narrow : ROOM.wide
  const { me, people, spoke, dominant } = view
  const stage = useMemo(() => shapeStage({ me, people, spoke }, room), [me, people, spoke, room])
  const [box, size] = useSize()
  const columns = columnsFor(stage.tiles.length, size)
  const rows = Math.max(1, Math.ceil(stage.tiles.length / columns))
  // Wider than that, a picture would lose heads and chins.
  const widest = Math.round((size.height / rows) * PICTURE)
  useWanted(meeting, stage, size, rows)
  const shared = stage.sharer && remote.get(stage.sharer.participantId)?.screen
  const own = camera && <OwnVideo track={camera} label="Your own picture" isMirrored />
  return (
    <div ref={box} className={mergeClasses(styles.stage, stage.sharer && styles.sharing)}>
      {stage.sharer && (
        <figure className={tileStyles.tile} aria-label={`Screen of ${nameOf(stage.sharer)}`}>
          {shared ? (
            <div className={tileStyles.picture}>
              <Video stream={shared} label={`Screen of ${nameOf(stage.sharer)}`} isWhole />
            </div>
          ) : (
            <Body1>Waiting for the screen of {nameOf(stage.sharer)}…</Body1>
          )}
          <figcaption className={tileStyles.label}>
            <Caption1 className={tileStyles.name}>{nameOf(stage.sharer)} shares</Caption1>
          </figcaption>
        </figure>
      )}
      {stage.tiles.length > 0 ? (
        <div
          className={mergeClasses(styles.tiles, stage.sharer && styles.strip)}
          style={stage.sharer ? {} : { gridTemplateColumns: `repeat(${columns}, minmax(0, ${widest}px))` }}
        >
          {stage.tiles.map(person => (
            <Tile
              key={person.participantId}
              person={person}
              stream={remote.get(person.participantId)?.video}
              isSpeaking={dominant === person.participantId && !person.muted}
            />
          ))}
          {own && stage.sharer && <div className={tileStyles.tile}>{own}</div>}
        </div>
      ) : (
        <div className={styles.alone}>
          <Body1>Nobody else is here yet.</Body1>
          <CopyLink appearance="primary" />
        </div>
      )}
      {own && !stage.sharer && <div className={mergeClasses(tileStyles.tile, styles.self)}>{own}</div>}
      {stage.hidden > 0 && (
        <Caption1 align="center">and {stage.hidden} more: see the list of people</Caption1>
      )}
    </div>
  )
}

/** Asks for what is drawn, at the size in which it is drawn. */
function useWanted(
  meeting: Meeting,
  stage: ReturnType<typeof shapeStage>,
  { height }: Size,
  rows: number,
): void {
  const isSharing = stage.sharer !== undefined
  const ratio = globalThis.devicePixelRatio || 1
  const tileHeight = isSharing ? 140 : height / rows
  const text = JSON.stringify(wantedOf(stage, tileHeight * ratio, height * ratio))
  useEffect(() => meeting.subscribe(JSON.parse(text)), [meeting, text])
}

const SOME_SIZE: Size = { width: 16, height: 9 }

function useSize() {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState(SOME_SIZE)
  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => {
      // Whole pixels: a fraction is nothing to ask the server for.
      if (entry)
        setSize({ width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) })
    })
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return [box, size] as const
}
