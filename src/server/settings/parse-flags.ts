/** The command line's flags, taken apart by the settings table. */
import { closest } from './closest.ts'
import { flagOf, rowOf, type SettingName, settingNames } from './table.ts'

/** A value and where it came from, for messages. */
export interface Candidate {
  readonly value: unknown
  readonly origin: string
}

export interface ParsedFlags {
  readonly values: ReadonlyMap<SettingName, Candidate>
  /** The command's own flags. */
  readonly own: ReadonlyMap<string, string>
  readonly rest: readonly string[]
  readonly problems: readonly string[]
}

/** A flag of the command itself; one whose `value` is empty is a switch. */
export interface OwnFlag {
  readonly flag: string
  /** The value's name for the help. */
  readonly value: string
}

type Meaning =
  | { readonly kind: 'argument' | 'own' | 'ownSwitch' | 'config' | 'unknown' }
  | { readonly kind: 'setting' | 'switchOff'; readonly name: SettingName }

export function parseFlags(flags: readonly string[], ownFlags: readonly OwnFlag[]): ParsedFlags {
  const values = new Map<SettingName, Candidate>()
  const own = new Map<string, string>()
  const rest: string[] = []
  const problems: string[] = []
  for (const { origin, meaning, text } of tokens(flags, ownFlags)) {
    if (meaning.kind === 'argument') rest.push(origin)
    else if (meaning.kind === 'switchOff') values.set(meaning.name, { origin, value: false })
    else if (meaning.kind === 'unknown') {
      problems.push(
        unknownSetting(origin, [
          '--config',
          ...ownFlags.map(({ flag }) => flag),
          ...settingNames.map(flagOf),
        ]),
      )
    } else if (text === undefined) problems.push(`${origin}: a value is missing${expectation(meaning)}.`)
    else if (meaning.kind === 'setting') values.set(meaning.name, { origin, value: read(meaning.name, text) })
    else if (meaning.kind === 'own' || meaning.kind === 'ownSwitch') own.set(origin, text)
  }
  return { values, own, rest, problems }
}

interface Token {
  readonly origin: string
  readonly meaning: Meaning
  /** The value: after `=`, or the next argument; of a bare switch `true`. */
  readonly text: string | undefined
}

function* tokens(flags: readonly string[], ownFlags: readonly OwnFlag[]): Generator<Token> {
  const waiting = [...flags]
  for (let flag = waiting.shift(); flag !== undefined; flag = waiting.shift()) {
    const [origin, inline] = splitOnce(flag)
    const meaning = meaningOf(origin, ownFlags)
    if (inline !== undefined || NO_VALUE.includes(meaning.kind)) yield { origin, meaning, text: inline }
    else if (isBare(meaning)) yield { origin, meaning, text: 'true' }
    else yield { origin, meaning, text: waiting.shift() }
  }
}

const isBare = (meaning: Meaning): boolean =>
  meaning.kind === 'ownSwitch' || (meaning.kind === 'setting' && isSwitch(meaning.name))

const NO_VALUE: readonly Meaning['kind'][] = ['argument', 'switchOff', 'unknown']

function meaningOf(origin: string, ownFlags: readonly OwnFlag[]): Meaning {
  if (!origin.startsWith('--')) return { kind: 'argument' }
  if (origin === '--config') return { kind: 'config' }
  const own = ownFlags.find(({ flag }) => flag === origin)
  if (own) return { kind: own.value === '' ? 'ownSwitch' : 'own' }
  const name = named(origin)
  if (name) return { kind: 'setting', name }
  const negated = named(origin.replace(/^--no-/, '--'))
  return negated && isSwitch(negated) ? { kind: 'switchOff', name: negated } : { kind: 'unknown' }
}

const named = (flag: string): SettingName | undefined => settingNames.find(name => flagOf(name) === flag)

const isSwitch = (name: SettingName): boolean => rowOf(name).kind.placeholder === ''

const read = (name: SettingName, text: string): unknown => rowOf(name).kind.fromText(text)

const expectation = (meaning: Meaning): string =>
  meaning.kind === 'setting' ? `, expected ${rowOf(meaning.name).kind.expected}` : ''

function splitOnce(flag: string): readonly [string, string | undefined] {
  const at = flag.startsWith('--') ? flag.indexOf('=') : -1
  return at < 0 ? [flag, undefined] : [flag.slice(0, at), flag.slice(at + 1)]
}

/** `origin` is where the name stands, `given` the name itself. */
export function unknownSetting(origin: string, names: readonly string[], given = origin): string {
  const guess = closest(given, names)
  return `${origin}: unknown setting${guess ? `; did you mean ${guess}?` : '.'}`
}
