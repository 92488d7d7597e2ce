/** Parts of a text by regular expression. */
import { convert, asString as str } from '../conversions.ts'
import { call, lambda, long, nullOf, raw, type Scalar, text, textOf, variable } from '../scalar.ts'
import { formula, strict } from './formula.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'
import { constantTexts, jsonOfTexts } from './strings.ts'

function extractOf({ arg, args, type, refuse }: FunctionCall): Scalar {
  const pattern = textOf(arg(0))
  const group = args[1]?.kind === 'literal' ? Number(args[1].value) : undefined
  if (pattern === undefined || group === undefined)
    return refuse('extract() needs a constant pattern and group number')
  const wrapped = text(`(${pattern})`)
  const groups = call('extractGroups', 'raw', [str(arg(2)), wrapped], { nullable: false })
  const found = call('arrayElement', 'string', [groups, raw(group + 1)], { nullable: false })
  return type === 'string'
    ? found
    : convert(call('nullIf', 'string', [found, text('')], { nullable: true }), type)
}

function extractAllOf({ args, arg, refuse }: FunctionCall): Scalar {
  const pattern = textOf(arg(0))
  if (pattern === undefined) return refuse('extract_all() needs a constant pattern')
  const chosen = args.length > 2 ? constantTexts(args[1])?.map(Number) : undefined
  if (args.length > 2 && !chosen?.every(one => Number.isInteger(one) && one > 0))
    return refuse('extract_all() with these capture groups')
  const groups = (pattern.match(/\((?!\?)|\(\?P?</g) ?? []).length - (pattern.match(/\\\(/g) ?? []).length
  if (chosen) return chosenGroups({ arg, args, refuse }, chosen, groups)
  const found = call(groups > 1 ? 'extractAllGroupsVertical' : 'extractAll', 'raw', [
    str(arg(args.length - 1)),
    arg(0),
  ])
  return call('if', 'dynamic', [call('empty', 'bool', [found]), nullOf('dynamic'), jsonOfTexts(found)], {
    nullable: true,
  })
}

/** The chosen groups of every match; of a single one no inner arrays. */
function chosenGroups(
  { arg, refuse }: Pick<FunctionCall, 'arg' | 'args' | 'refuse'>,
  chosen: readonly number[],
  groups: number,
): Scalar {
  if (chosen.some(one => one > groups)) return refuse('extract_all() with a group that is not in the pattern')
  const match = variable('m', 'raw')
  const at = (group: number) => call('arrayElement', 'string', [match, raw(group)], { nullable: false })
  const picked =
    chosen.length === 1 ? at(chosen[0] ?? 1) : call('array', 'raw', chosen.map(at), { nullable: false })
  const matches = call('extractAllGroupsVertical', 'raw', [str(arg(2)), arg(0)], { nullable: false })
  const found = call('arrayMap', 'raw', [lambda(['m'], picked), matches], { nullable: false })
  return call('if', 'dynamic', [call('empty', 'bool', [found]), nullOf('dynamic'), jsonOfTexts(found)], {
    nullable: true,
  })
}

/** The parts between the matches, and the matches before the one asked for, are as long as where it begins. */
const matchStart = formula(
  'matchStart',
  'text, pattern, whole, occurrence',
  `let matches = extractAll(text, whole);
   let before = arraySum(m -> lengthUTF8(m), arraySlice(splitByRegexp(pattern, text), 1, occurrence));
   occurrence > length(matches) ? toInt64(-1) :
   toInt64(before + arraySum(m -> lengthUTF8(m), arraySlice(matches, 1, occurrence - 1)))`,
  { type: 'long' },
)

/** Zero based; -1 where there is no such match; null for a start, length or occurrence that can't be. */
function indexOfRegex({ arg, args, refuse }: FunctionCall): Scalar {
  const pattern = textOf(arg(1))
  if (!pattern) return refuse('indexof_regex() needs a constant pattern')
  const [start, length, occurrence] = [long(0), long(-1), long(1)].map((fallback, index) =>
    convert(args[index + 2] ?? fallback, 'long'),
  ) as [Scalar, Scalar, Scalar]
  return strict(indexIn)(str(arg(0)), text(pattern), text(`(${pattern})`), start, length, occurrence)
}

const indexIn = formula(
  'indexIn',
  'text, pattern, whole, start, size, occurrence',
  `let part = substringUTF8(text, start + 1, size < 0 ? toInt64(lengthUTF8(text)) : size);
   let found = matchStart(part, pattern, whole, occurrence);
   start < 0 or size < -1 or occurrence < 1 ? null : found < 0 ? found : found + start`,
  { type: 'long', nullable: true, uses: { matchStart } },
)

export const extractFunctions: readonly FunctionRow[] = [
  row(
    'extract',
    'A capture group of the first match; group 0 is the match.',
    "extract('a(.)', 1, 'ab')",
    extractOf,
  ),
  row('extract_all', 'Capture groups of all matches.', "extract_all('(.)', 'ab')", extractAllOf, [
    'extractall',
  ]),
  row('indexof_regex', 'Position of a match, or -1.', "indexof_regex('abcabc', 'a.c')", indexOfRegex),
]
