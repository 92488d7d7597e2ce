/** Settings from flags, environment and file (the earlier wins), each value checked where it came from. Pure. */
import { type Candidate, type OwnFlag, parseFlags, unknownSetting } from './parse-flags.ts'
import { DEFAULT_CONFIG, rowOf, type SettingName, type Settings, settingNames, variableOf } from './table.ts'

export interface SettingSources {
  /** What follows the command's name. */
  readonly flags: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Flags of the command itself; they come back in `own`. */
  readonly ownFlags?: readonly OwnFlag[]
  /** The parsed configuration file, if there is one. */
  readonly file?: { readonly path: string; readonly value: unknown } | undefined
}

export type ReadSettings =
  | {
      readonly kind: 'settings'
      readonly settings: Settings
      /** Arguments that are no flags. */
      readonly rest: readonly string[]
      readonly own: ReadonlyMap<string, string>
    }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

/** One sentence for everything that is wrong, with the place it came from. */
export function readSettings({ flags, env, file, ownFlags = [] }: SettingSources): ReadSettings {
  const parsed = parseFlags(flags, ownFlags)
  const fromFile = fileSettings(file)
  const problems = [...parsed.problems, ...fromFile.problems]
  const values = settingNames.map(name => {
    const candidate = parsed.values.get(name) ?? variable(env, name) ?? fromFile.values.get(name)
    const { kind, fallback } = rowOf(name)
    if (!candidate) return [name, fallback]
    if (!kind.accepts(candidate.value)) {
      problems.push(
        `${candidate.origin}: found ${JSON.stringify(candidate.value)}, expected ${kind.expected}.`,
      )
    }
    return [name, candidate.value]
  })
  // Sound: every name is there, with a value its kind has accepted, or there are problems.
  const settings = Object.fromEntries(values) as Settings
  problems.push(...together(settings))
  return problems.length > 0
    ? { kind: 'invalid', problems }
    : { kind: 'settings', settings, rest: parsed.rest, own: parsed.own }
}

/** The file to read: `--config`, `ANTEROOM_CONFIG`, or the default one, which may be absent. */
export function configPath(sources: Pick<SettingSources, 'flags' | 'env'>): {
  path: string
  isRequired: boolean
} {
  const at = sources.flags.findIndex(flag => flag === '--config' || flag.startsWith('--config='))
  const flag = sources.flags[at]
  const named = flag?.startsWith('--config=') ? flag.slice('--config='.length) : sources.flags[at + 1]
  const path = (at >= 0 ? named : undefined) ?? sources.env.ANTEROOM_CONFIG
  return path ? { path, isRequired: true } : { path: DEFAULT_CONFIG, isRequired: false }
}

function variable(env: SettingSources['env'], name: SettingName): Candidate | undefined {
  const origin = variableOf(name)
  const given = env[origin]
  return given === undefined || given === '' ? undefined : { origin, value: rowOf(name).kind.fromText(given) }
}

function fileSettings(file: SettingSources['file']): {
  readonly values: ReadonlyMap<SettingName, Candidate>
  readonly problems: readonly string[]
} {
  const values = new Map<SettingName, Candidate>()
  if (!file) return { values, problems: [] }
  if (typeof file.value !== 'object' || file.value === null || Array.isArray(file.value)) {
    return { values, problems: [`${file.path}: expected a JSON object.`] }
  }
  const problems: string[] = []
  for (const [key, value] of Object.entries(file.value)) {
    const name = settingNames.find(known => known === key)
    const origin = `${file.path}, ${key}`
    if (name) values.set(name, { origin, value })
    else if (key !== '$schema') problems.push(unknownSetting(origin, settingNames, key))
  }
  return { values, problems }
}

/** What only makes sense together. */
function together({ tlsCert, tlsKey }: Settings): readonly string[] {
  if ((tlsCert === undefined) === (tlsKey === undefined)) return []
  return ['--tls-cert and --tls-key go together: give both or none.']
}
