/** What a client ran on, read from what it said of itself: the device dimensions of the calling metrics. */
export interface ClientSaid {
  readonly sdkVersion?: string | undefined
  readonly osVersion?: string | undefined
  readonly userAgent?: string | undefined
}

/** The columns of ACSCallingMetrics that tell devices apart; empty where nothing was said. */
export type DeviceDimension =
  | 'Platform'
  | 'DeviceModel'
  | 'DeviceBrand'
  | 'DeviceFamily'
  | 'DeviceOsName'
  | 'DeviceOsVersionMajor'
  | 'DeviceOsVersionMinor'
  | 'DeviceBrowser'
  | 'DeviceBrowserVersionMajor'
  | 'DeviceBrowserVersionMinor'
  | 'SdkVersion'

interface Sign {
  readonly name: string
  /** The first two groups, where there are any, are the major and the minor version. */
  readonly pattern: RegExp
}

/** The first match counts: other browsers call themselves Chrome, and Chrome calls itself Safari. */
const BROWSERS: readonly Sign[] = [
  { name: 'Edge', pattern: /\bEdg(?:e|A|iOS)?\/(\d+)\.?(\d+)?/ },
  { name: 'Opera', pattern: /\bOPR\/(\d+)\.?(\d+)?/ },
  { name: 'Firefox', pattern: /\b(?:Firefox|FxiOS)[/ ](\d+)\.?(\d+)?/ },
  { name: 'Chrome', pattern: /\b(?:Headless)?(?:Chrome|CriOS)[/ ](\d+)\.?(\d+)?/ },
  { name: 'Safari', pattern: /\bVersion\/(\d+)\.?(\d+)?[^)]*Safari/ },
  { name: 'Safari', pattern: /\bSafari (\d+)\.?(\d+)?/ },
  { name: 'Edge', pattern: /\bEdge (\d+)\.?(\d+)?/ },
]

/** Android calls itself Linux too, iPads Macs. */
const SYSTEMS: readonly Sign[] = [
  { name: 'Android', pattern: /\bAndroid (\d+)\.?(\d+)?/ },
  { name: 'iOS', pattern: /\b(?:iPhone OS|CPU OS|iOS) (\d+)[._]?(\d+)?/ },
  { name: 'Windows', pattern: /\bWindows(?: NT)? ?(\d+)?\.?(\d+)?/ },
  { name: 'Mac OS X', pattern: /\b(?:Mac OS X|macOS) (\d+)[._]?(\d+)?/ },
  { name: 'Chrome OS', pattern: /\bCrOS \S+ (\d+)\.?(\d+)?/ },
  { name: 'Linux', pattern: /\bLinux/ },
]

interface Model {
  readonly family: string
  readonly brand: string
  readonly pattern: RegExp
}

const MODELS: readonly Model[] = [
  { family: 'iPhone', brand: 'Apple', pattern: /\biPhone(?:\d+,\d+)?/ },
  { family: 'iPad', brand: 'Apple', pattern: /\biPad(?:\d+,\d+)?/ },
  { family: 'Pixel', brand: 'Google', pattern: /\bPixel [\w ]*\w/ },
  { family: 'Samsung', brand: 'Samsung', pattern: /\bSM-\w+/ },
  { family: 'Mac', brand: 'Apple', pattern: /\bMacintosh|\bmacOS/ },
]

/** A web client is one whose user agent is a browser's; others go by their system. */
export function deviceOf(said: ClientSaid): Readonly<Record<DeviceDimension, string>> {
  const text = [said.userAgent, said.osVersion].join(' ')
  const browser = read(BROWSERS, text)
  const system = read(SYSTEMS, text)
  const model = MODELS.find(({ pattern }) => pattern.test(text))
  return {
    Platform: browser.name === '' ? system.name : 'Web',
    DeviceModel: model?.pattern.exec(text)?.[0] ?? '',
    DeviceBrand: model?.brand ?? '',
    DeviceFamily: model?.family ?? (text.trim() === '' ? '' : 'Other'),
    DeviceOsName: system.name,
    DeviceOsVersionMajor: system.major,
    DeviceOsVersionMinor: system.minor,
    DeviceBrowser: browser.name,
    DeviceBrowserVersionMajor: browser.major,
    DeviceBrowserVersionMinor: browser.minor,
    SdkVersion: said.sdkVersion ?? '',
  }
}

function read(signs: readonly Sign[], text: string) {
  for (const { name, pattern } of signs) {
    const found = pattern.exec(text)
    if (found) return { name, major: found[1] ?? '', minor: found[2] ?? '' }
  }
  return { name: '', major: '', minor: '' }
}
