import { afterEach, describe, expect, test, vi } from 'vitest'
import { LocalMedia } from './local-media.ts'
import { problemWords } from './problem-words.ts'

/** The browser's devices, which no test machine has; `refuse` gives the name of the error, or nothing. */
function devices(refuse: (source: 'audio' | 'video') => string | undefined) {
  const stopped: string[] = []
  const getUserMedia = async ({ audio }: MediaStreamConstraints) => {
    const kind = audio ? 'audio' : 'video'
    const refusal = refuse(kind)
    if (refusal !== undefined) throw new DOMException('', refusal)
    return { getTracks: () => [{ kind, stop: () => stopped.push(kind) }] }
  }
  const mediaDevices = Object.assign(new EventTarget(), { getUserMedia, enumerateDevices: async () => [] })
  vi.stubGlobal('navigator', { mediaDevices })
  return stopped
}
afterEach(() => vi.unstubAllGlobals())

describe('devices are asked for one by one', () => {
  test('both refused: both are told of', async () => {
    devices(() => 'NotAllowedError')
    const local = new LocalMedia()
    await local.open()
    expect(local.view.get()).toMatchObject({
      problems: { microphone: 'NotAllowedError', camera: 'NotAllowedError' },
      wantsCamera: false,
    })
  })

  test('a camera that is missing takes no microphone along, and is forgotten once it works', async () => {
    let isMissing = true
    devices(kind => (kind === 'video' && isMissing ? 'NotFoundError' : undefined))
    const local = new LocalMedia()
    await local.open()
    expect(local.view.get().microphone?.kind).toBe('audio')
    expect(local.view.get().problems).toEqual({ camera: 'NotFoundError' })
    isMissing = false
    await local.openCamera()
    expect(local.view.get()).toMatchObject({ camera: { kind: 'video' }, problems: {}, wantsCamera: true })
  })

  test('a page that was left while the browser asked keeps no light on', async () => {
    const stopped = devices(() => undefined)
    const local = new LocalMedia()
    const opening = local.open()
    local.close()
    await opening
    expect(stopped.toSorted()).toEqual(['audio', 'video'])
    expect(local.view.get()).toMatchObject({ microphone: undefined, camera: undefined })
  })

  test('a page without devices says so', async () => {
    vi.stubGlobal('navigator', {})
    const local = new LocalMedia()
    await local.open()
    expect(problemWords('camera', local.view.get().problems.camera ?? '')?.fix).toContain('https')
  })
})

test('a picker that was closed is a choice, not a problem', () => {
  expect(problemWords('screen', 'NotAllowedError')).toBeUndefined()
  expect(problemWords('microphone', 'NotAllowedError')?.title).toContain('blocked')
})
