import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import type { LocalMedia } from '../devices/local-media.ts'
import { useStore } from '../store.ts'
import type { Meeting } from './meeting.ts'

/** What the others say. Draws something only where the browser wants a click before it plays. */
export function Sound({ meeting, local }: { readonly meeting: Meeting; readonly local: LocalMedia }) {
  const remote = useStore(meeting.remote)
  const { chosen } = useStore(local.view)
  const players = useRef(new Map<MediaStream, HTMLAudioElement>())
  const [isBlocked, setBlocked] = useState(false)
  const play = () => {
    const playing = [...players.current.values()].map(player => player.play())
    void Promise.all(playing).then(
      () => setBlocked(false),
      (error: unknown) => setBlocked(error instanceof DOMException && error.name === 'NotAllowedError'),
    )
  }
  useEffect(() => {
    const wanted = new Set([...remote.values()].flatMap(({ audio }) => audio ?? []))
    let isNew = false
    for (const [stream, player] of players.current) {
      if (wanted.has(stream)) continue
      player.srcObject = null
      players.current.delete(stream)
    }
    for (const stream of wanted) {
      if (players.current.has(stream)) continue
      const player = new Audio()
      player.srcObject = stream
      players.current.set(stream, player)
      isNew = true
    }
    if (isNew) play()
  })
  useEffect(() => {
    const known = players.current
    return () => {
      for (const player of known.values()) player.srcObject = null
      known.clear()
    }
  }, [])
  useEffect(() => {
    if (chosen.speaker === undefined) return
    for (const player of players.current.values()) void player.setSinkId?.(chosen.speaker).catch(reportError)
  }, [chosen.speaker])
  if (!isBlocked) return null
  return (
    <MessageBar intent="warning">
      <MessageBarBody>The browser plays sound only after a click.</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={play}>
          Turn the sound on
        </Button>
      </MessageBarActions>
    </MessageBar>
  )
}
