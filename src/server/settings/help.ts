/** The settings as help text and as rows for docs/configuration.md, from the one table. */
import { DEFAULT_CONFIG, flagOf, rowOf, settingNames, variableOf } from './table.ts'

const FLAG_WIDTH = 34

/** For `anteroom start --help`. */
export function settingsHelp(): string {
  const groups = Map.groupBy(settingNames, name => rowOf(name).group)
  const sections = [...groups].map(([group, names]) => [`${group}:`, ...names.map(line)].join('\n'))
  const places = `Each also as environment variable (--http-port: ${variableOf('httpPort')}) and in ${DEFAULT_CONFIG} ("httpPort").
A flag wins over the environment, the environment over the file (--config <file> names another).`
  return `${sections.join('\n\n')}\n\n${places}`
}

function line(name: (typeof settingNames)[number]): string {
  const { kind, help } = rowOf(name)
  const flag =
    `${kind.placeholder === '' ? `${flagOf(name)} / --no-${flagOf(name).slice(2)}` : flagOf(name)} ${kind.placeholder}`.trim()
  const start = `  ${flag}`
  const gap =
    start.length < FLAG_WIDTH ? ' '.repeat(FLAG_WIDTH - start.length) : `\n${' '.repeat(FLAG_WIDTH)}`
  return `${start}${gap}${help}${shownDefault(name)}`
}

function shownDefault(name: (typeof settingNames)[number]): string {
  const text = defaultText(name)
  return text === '' ? '' : ` [${text}]`
}

function defaultText(name: (typeof settingNames)[number]): string {
  const { fallback } = rowOf(name)
  if (fallback === undefined) return ''
  if (Array.isArray(fallback)) return fallback.join(',')
  return typeof fallback === 'object' ? '' : String(fallback)
}

/** For the documentation: the head, then a row a setting. */
export function settingsTable(): readonly (readonly string[])[] {
  const rows = settingNames.map(name => {
    const { kind, help } = rowOf(name)
    const text = defaultText(name)
    const names = [name, flagOf(name), variableOf(name)].map(each => `\`${each}\``)
    return [...names, kind.expected, text && `\`${text}\``, help]
  })
  return [['in the file', 'flag', 'environment', 'value', 'default', 'what it does'], ...rows]
}
