/**
 * Writes the rules of `parse_user_agent()` from `regexes.yaml` of uap-core, the rule set its documentation names:
 * `npm pack uap-core && tar xzf uap-core-*.tgz && node tools/generate-user-agents.ts package`. The file is lists of
 * flat maps with quoted values, so it needs no YAML parser; a line of another form is an error.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const OUT = 'src/query/kql/2-lower/functions/generated/user-agent-rules.ts'

/** The lists of the file, and the names of the replacements in the order of the results. */
const LISTS = [
  ['browserRules', 'user_agent_parsers', ['family', 'v1', 'v2', 'v3']],
  ['systemRules', 'os_parsers', ['os', 'os_v1', 'os_v2', 'os_v3', 'os_v4']],
  ['deviceRules', 'device_parsers', ['device', 'brand', 'model']],
] as const

type Rule = Record<string, string>

function read(yaml: string): Record<string, Rule[]> {
  const lists: Record<string, Rule[]> = {}
  let list: Rule[] = []
  for (const line of yaml.split('\n')) {
    const head = /^(\w+):\s*$/.exec(line)
    const pair = /^\s*(- )?(\w+):\s*(?:'((?:[^']|'')*)'|("(?:[^"\\]|\\.)*"))\s*(?:#.*)?$/.exec(line)
    if (head?.[1]) {
      list = []
      lists[head[1]] = list
    } else if (pair) {
      if (pair[1]) list.push({})
      const value = pair[4] ? (JSON.parse(pair[4]) as string) : (pair[3] ?? '').replaceAll("''", "'")
      Object.assign(list.at(-1) ?? {}, { [pair[2] ?? '']: value })
    } else if (!/^\s*(#.*)?$/.test(line)) throw new Error(`cannot read «${line}»`)
  }
  return lists
}

/** The pattern, then what replaces its groups; nothing where the group itself counts. */
function written(rule: Rule, names: readonly string[]): string {
  const { regex = '', regex_flag: flag } = rule
  const values = [flag ? `(?${flag})${regex}` : regex, ...names.map(name => rule[`${name}_replacement`])]
  while (values.at(-1) === undefined) values.pop()
  return `  ${JSON.stringify(values)},`
}

const [folder = 'package'] = process.argv.slice(2)
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
const lists = read(readFileSync(join(folder, 'regexes.yaml'), 'utf8'))
const parts = LISTS.map(([name, key, names]) => {
  const rules = (lists[key] ?? []).map(rule => written(rule, names))
  return `export const ${name}: readonly UserAgentRule[] = [\n${rules.join('\n')}\n]\n`
})
writeFileSync(
  OUT,
  `/**
 * Written by \`node tools/generate-user-agents.ts\` from regexes.yaml of uap-core ${version},
 * copyright 2009 Google Inc., Apache License 2.0 (http://www.apache.org/licenses/LICENSE-2.0).
 */

/** A pattern, then what replaces its groups, where anything does. */
export type UserAgentRule = readonly [pattern: string, ...replacements: readonly (string | null)[]]

${parts.join('\n')}`,
)
