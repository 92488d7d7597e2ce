/** What a browser tells of its machine: some of it only after asking, some of it never. */

export interface Machine {
  readonly architecture?: string | undefined
  readonly cores?: number | undefined
}

/** As browsers write the two → one word. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  'x86 64': 'x64',
  'x86 32': 'x86',
  'arm 64': 'arm64',
  'arm 32': 'arm',
}

export async function readMachine(browser: Navigator): Promise<Machine> {
  const cores = browser.hardwareConcurrency
  return { ...(cores > 0 && { cores }), architecture: await architectureOf(browser) }
}

/** Client hints: Chromium answers, others have none. */
async function architectureOf(browser: Navigator): Promise<string | undefined> {
  try {
    const hints: unknown = await hintsOf(browser)?.getHighEntropyValues(['architecture', 'bitness'])
    const [name, bits] = ['architecture', 'bitness'].map(member => Reflect.get(Object(hints), member))
    return ARCHITECTURES[`${name} ${bits}`]
  } catch {
    return undefined
  }
}

interface Hints {
  getHighEntropyValues(names: readonly string[]): Promise<unknown>
}

/** The platform's types lack it; whoever has the member has the method. */
const hintsOf = (browser: Navigator): Hints | undefined =>
  Reflect.get(browser, 'userAgentData') as Hints | undefined

/**
 * The label of that speaker; of the one that the system has chosen, without an id. Undefined where the browser lists
 * none or hides the labels.
 */
export async function speakerLabel(
  devices: MediaDevices,
  id: string | undefined,
): Promise<string | undefined> {
  const speakers = (await devices.enumerateDevices()).filter(({ kind }) => kind === 'audiooutput')
  return labelOf(speakers, id)
}

type Listed = Pick<MediaDeviceInfo, 'deviceId' | 'groupId' | 'label'>

const STANDINS: readonly string[] = ['default', 'communications']

/** Chromium lists the default once more under a name of its own (“Default - …”), in the group of the real one. */
export function labelOf(speakers: readonly Listed[], id = 'default'): string | undefined {
  const found = speakers.find(({ deviceId }) => deviceId === id) ?? speakers[0]
  const real = speakers.find(one => one.groupId === found?.groupId && !STANDINS.includes(one.deviceId))
  return (real ?? found)?.label || undefined
}
