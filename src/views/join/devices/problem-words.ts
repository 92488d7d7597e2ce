/** What went wrong with a device, and what helps: by the names of the browsers' errors. */
import type { Source } from './local-media.ts'

interface Words {
  readonly title: string
  readonly fix: string
}

const PERMISSION_FIX =
  'Click the symbol left of the address, allow it for this page, then try again. You can join without it.'

const DENIED: Readonly<Record<Source, string>> = {
  microphone: 'The microphone is blocked for this page',
  camera: 'The camera is blocked for this page',
  screen: 'Sharing was not allowed',
}

const MISSING: Readonly<Record<Source, Words>> = {
  microphone: { title: 'No microphone was found', fix: 'Plug one in, or join and listen only.' },
  camera: { title: 'No camera was found', fix: 'Plug one in, or join without a picture.' },
  screen: { title: 'There is nothing to share', fix: 'Open the window first, then share it.' },
}

const BUSY: Readonly<Record<Source, Words>> = {
  microphone: {
    title: 'The microphone does not answer',
    fix: 'Another app may use it: close that one, or choose another microphone.',
  },
  camera: {
    title: 'The camera does not answer',
    fix: 'Another app may use it: close that one, or choose another camera.',
  },
  screen: {
    title: 'The screen could not be captured',
    fix: 'The system may not allow it: look into its settings.',
  },
}

/** Undefined: nothing worth telling; a closed picker is a choice. */
export function problemWords(source: Source, errorName: string): Words | undefined {
  if (errorName === 'NotAllowedError') {
    return source === 'screen' ? undefined : { title: DENIED[source], fix: PERMISSION_FIX }
  }
  if (errorName === 'NotFoundError' || errorName === 'OverconstrainedError') return MISSING[source]
  if (errorName === 'SecurityError') {
    return {
      title: 'This page may not use devices',
      fix: 'Open it by https, on its own and not inside another page.',
    }
  }
  return BUSY[source]
}
