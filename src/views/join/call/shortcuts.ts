/** Keys of a call: those of Teams in the browser. */
import { useEffect } from 'react'

export type Command = 'mute' | 'camera' | 'share' | 'hand' | 'chat' | 'people' | 'leave'

interface Shortcut {
  /** With Control and Shift. */
  readonly key: string
}

export const SHORTCUTS: Readonly<Record<Command, Shortcut>> = {
  mute: { key: 'M' },
  camera: { key: 'O' },
  share: { key: 'E' },
  hand: { key: 'K' },
  chat: { key: 'U' },
  people: { key: 'P' },
  leave: { key: 'H' },
}

export const keysOf = (command: Command): string => `Ctrl+Shift+${SHORTCUTS[command].key}`
/** As `aria-keyshortcuts` wants it. */
export const ariaKeysOf = (command: Command): string => `Control+Shift+${SHORTCUTS[command].key}`

/** Runs what a pressed key stands for; commands without an entry are not there now. */
export function useShortcuts(commands: Readonly<Partial<Record<Command, () => void>>>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.altKey) return
      const found = Object.entries(SHORTCUTS).find(([, { key }]) => key === event.key.toUpperCase())
      // Sound: the keys of the table are its commands.
      const run = found && commands[found[0] as Command]
      if (!run) return
      event.preventDefault()
      run()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  })
}
