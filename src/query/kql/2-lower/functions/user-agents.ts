/**
 * parse_user_agent() by the rules of uap-core, the set the service uses (of a version of its own, so newer products
 * may be told differently). The first pattern of a list that matches decides; its groups are the result unless the
 * rule replaces them.
 */
import { asString } from '../conversions.ts'
import { call, raw, type Scalar, text, textOf } from '../scalar.ts'
import { list } from './arrays.ts'
import { bagOf } from './bags.ts'
import { formula, once } from './formula.ts'
import { browserRules, deviceRules, systemRules, type UserAgentRule } from './generated/user-agent-rules.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'
import { constantTexts } from './strings.ts'

interface Target {
  readonly title: string
  readonly rules: readonly UserAgentRule[]
  /** The results, with the group each is where nothing replaces it. */
  readonly parts: readonly (readonly [name: string, group?: number])[]
}

const TARGETS: Readonly<Record<string, Target>> = {
  browser: {
    title: 'Browser',
    rules: browserRules,
    parts: [
      ['Family', 1],
      ['MajorVersion', 2],
      ['MinorVersion', 3],
      ['Patch', 4],
    ],
  },
  os: {
    title: 'OperatingSystem',
    rules: systemRules,
    parts: [
      ['Family', 1],
      ['MajorVersion', 2],
      ['MinorVersion', 3],
      ['Patch', 4],
      ['PatchMinor', 5],
    ],
  },
  device: { title: 'Device', rules: deviceRules, parts: [['Family', 1], ['Brand'], ['Model', 1]] },
}

/** The results of one rule as an array of texts. Around the pattern is one more group: the engine wants one. */
function resultsOf([pattern, ...replacements]: UserAgentRule, parts: Target['parts'], agent: Scalar): Scalar {
  const groups = list('extractGroups', [agent, text(`(${pattern})`)])
  const group = (place: number) =>
    call('arrayElement', 'string', [groups, raw(place + 1)], { nullable: false })
  return list(
    'array',
    parts.map(([, place], index) => {
      const replacement = replacements[index]
      if (replacement) return filledIn(replacement, group)
      return place === undefined ? text('') : group(place)
    }),
  )
}

/** `$1` stands for a group. */
function filledIn(replacement: string, group: (place: number) => Scalar): Scalar {
  const pieces = replacement.split(/(\$\d)/).filter(one => one !== '')
  const values = pieces.map(one => (/^\$\d$/.test(one) ? group(Number(one.slice(1))) : text(one)))
  const [first = text('')] = values
  return values.length === 1 && first.kind === 'literal'
    ? first
    : call('trimBoth', 'string', [call('concat', 'string', [text(''), ...values])])
}

const named = formula(
  'named',
  'names, values',
  `concat('{', arrayStringConcat(
     arrayMap((n, v) -> concat(toJSONString(n), ':', toJSONString(v)), names, values), ','), '}')`,
  { type: 'dynamic' },
)

function lookedFor({ rules, parts }: Target, agent: Scalar): Scalar {
  const other = list('array', [text('Other'), ...parts.slice(1).map(() => text(''))])
  const branches = rules.flatMap(rule => [
    call('match', 'bool', [agent, text(rule[0])]),
    resultsOf(rule, parts, agent),
  ])
  const names = list(
    'array',
    parts.map(([name]) => text(name)),
  )
  return named(names, list('multiIf', [...branches, other]))
}

function parseUserAgent({ arg, args, refuse }: FunctionCall): Scalar {
  const wanted = constantTexts(args[1]) ?? [textOf(arg(1)) ?? '?']
  const targets = wanted.map(one => TARGETS[one.toLowerCase()])
  // In a lambda the engine looks at a pattern only where no earlier one matched; in a column it reads all groups first.
  return once('agent', asString(arg(0)), value =>
    bagOf(
      targets.map(target =>
        target
          ? { name: target.title, value: lookedFor(target, value) }
          : { name: '', value: refuse('parse_user_agent() for something else than browser, os and device') },
      ),
    ),
  )
}

export const userAgentFunctions: readonly FunctionRow[] = [
  row(
    'parse_user_agent',
    'Browser, operating system and device of a user agent, by the rules of uap-core 0.18.',
    "parse_user_agent('Mozilla/5.0', 'os')",
    parseUserAgent,
  ),
]
