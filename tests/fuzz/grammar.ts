/**
 * Random queries that mostly bind: typed expressions over the sample tables, and pipes of operators. Far from all of KQL;
 * what it lacks the mutated seeds have.
 */
import { HOSTILE_TEXTS, ODD_DYNAMICS, ODD_NUMBERS, ODD_SPANS, ODD_TIMES } from './literals.ts'
import type { Chooser } from './random.ts'

type Kind = 'text' | 'number' | 'time' | 'span' | 'flag' | 'bag'

/** `$text` and the like stand for an expression of that kind. */
const TEMPLATES: Readonly<Record<Kind, readonly string[]>> = {
  text: [
    'Participant',
    'CorrelationId',
    'tostring($number)',
    'tostring($bag)',
    'strcat($text, $text)',
    'substring($text, $number, $number)',
    'tolower($text)',
    'replace_string($text, $text, $text)',
    'replace_regex($text, $text, $text)',
    "extract('(a+)', 1, $text)",
    'trim($text, $text)',
    "format_datetime($time, 'yyyy-MM-dd HH:mm')",
    'iff($flag, $text, $text)',
    'coalesce($text, $text)',
    'tostring(split($text, $text)[0])',
    'base64_encode_tostring($text)',
    'url_decode($text)',
    'strrep($text, 3)',
    'case($flag, $text, $flag, $text, $text)',
    'tostring(parse_json($text).a)',
    'tostring($time)',
    'tostring($span)',
  ],
  number: [
    'EndCode',
    'Duration',
    'strlen($text)',
    'toint($text)',
    'tolong($text)',
    'toreal($text)',
    '($number + $number)',
    '($number - $number)',
    '($number * $number)',
    '($number / $number)',
    '($number % $number)',
    'bin($number, 10)',
    'abs($number)',
    'round($number, 2)',
    'floor($number, 5)',
    'sqrt($number)',
    'pow($number, 2)',
    'log($number)',
    'array_length($bag)',
    'toint($bag)',
    'iff($flag, $number, $number)',
    'coalesce($number, $number)',
    'min_of($number, $number)',
    'indexof($text, $text)',
    'countof($text, $text)',
    "datetime_diff('hour', $time, $time)",
    'dayofyear($time)',
    '($span / 1m)',
    '-($number)',
    'hash($text)',
  ],
  time: [
    'TimeGenerated',
    'bin($time, 1h)',
    'startofday($time)',
    'endofmonth($time)',
    '($time + $span)',
    'todatetime($text)',
    "datetime_add('month', $number, $time)",
    'iff($flag, $time, $time)',
    'unixtime_seconds_todatetime($number)',
    'make_datetime(2024, 6, 15)',
  ],
  span: ['($time - $time)', '($span * 2)', 'totimespan($text)', 'bin($span, 1h)', '($span + $span)'],
  flag: [
    '($text == $text)',
    '($text has $text)',
    '($text contains $text)',
    '($text startswith $text)',
    '($text in ($text, $text))',
    '($text =~ $text)',
    "($text matches regex 'a.*')",
    '($number > $number)',
    '($number == $number)',
    '($number between (1 .. 5))',
    '($time >= $time)',
    '($flag and $flag)',
    '($flag or $flag)',
    'not($flag)',
    'isempty($text)',
    'isnull($number)',
    'isnotempty($text)',
    'isnan(toreal($number))',
    '($number in (1, 2, 3))',
    '($text has_any ($text, $text))',
    'tobool($text)',
    'set_has_element($bag, $text)',
  ],
  bag: [
    'Details',
    'parse_json($text)',
    'pack_array($text, $number)',
    'bag_pack($text, $number)',
    'split($text, $text)',
    'array_concat($bag, $bag)',
    'bag_keys($bag)',
    'array_slice($bag, 0, $number)',
    'array_sort_asc($bag)',
    'bag_merge($bag, $bag)',
    'set_union($bag, $bag)',
    '$bag[0]',
    '$bag.a',
    'todynamic($text)',
    'extract_all("(a)(b)", $text)',
    'parse_url($text)',
  ],
}

const LEAVES: Readonly<Record<Kind, readonly string[]>> = {
  text: HOSTILE_TEXTS,
  number: ODD_NUMBERS,
  time: ODD_TIMES,
  span: ODD_SPANS,
  flag: ['true', 'false', 'bool(null)'],
  bag: ODD_DYNAMICS,
}

const KINDS: readonly Kind[] = ['text', 'number', 'time', 'span', 'flag', 'bag']

/** An operator that keeps the columns of the sample table comes before one that changes them. */
const KEEPING = [
  'where $flag',
  'extend a = $text, b = $number',
  'extend c = $bag',
  'extend d = $time - $time',
  'take 5',
  'sort by $number desc, $text asc',
  'top 3 by $number',
  'serialize r = row_number(), p = prev(Participant), s = row_cumsum($number)',
  'mv-expand e = Details.hops to typeof(long)',
  'mv-expand e = $bag limit 5',
  'mv-apply x = $bag on (take 1 | extend y = tostring(x))',
  "parse Participant with f ' ' g",
  'project-away CorrelationId | extend CorrelationId = $text',
  'union (Calls | where $flag)',
  'join kind=$join (Calls | project CorrelationId, k = $number) on CorrelationId',
  'lookup (Calls | distinct CorrelationId | extend z = $text) on CorrelationId',
  'as T',
]
const ENDING = [
  'count',
  'distinct $text',
  'project u = $text, v = $number, w = $bag',
  'project u = $time, v = $span, w = $flag',
  'summarize count(), dcount($text), sum($number) by g = $text',
  'summarize avg($number), percentile($number, 95), stdev($number) by bin(TimeGenerated, 1h)',
  'summarize make_list($text), make_set($number), make_bag($bag), take_any($time)',
  'summarize arg_max($time, *) by CorrelationId',
  'summarize arg_min($number, $text), countif($flag), sumif($number, $flag)',
  'make-series n = count() default=0 on TimeGenerated from datetime(2024-06-15) to datetime(2024-06-16) step 6h by Participant',
  'top-nested 2 of Participant by count()',
  'getschema',
  'evaluate narrow()',
  'search $word',
  'render timechart',
  'reduce by Participant',
]
const JOINS = ['inner', 'leftouter', 'rightouter', 'fullouter', 'leftsemi', 'leftanti', 'innerunique']

export function randomQuery(choose: Chooser): string {
  const fill = (template: string, depth: number): string =>
    template
      .replace('$join', choose.one(JOINS))
      .replace('$word', choose.one(["'a'", '"gu*"', 'Participant has "a"']))
      .replace(/\$(\w+)/g, (_, kind: Kind) => expression(kind, depth))
  const expression = (kind: Kind, depth: number): string =>
    depth <= 0 || choose.chance(0.25)
      ? choose.one(LEAVES[kind])
      : fill(choose.one(TEMPLATES[kind]), depth - 1)
  if (choose.chance(0.3)) {
    return `print ${choose.some(3, () => expression(choose.one(KINDS), 3)).join(', ')}`
  }
  const pipe = choose.some(3, () => fill(choose.one(KEEPING), 2))
  return ['Calls', ...pipe, ...(choose.chance(0.8) ? [fill(choose.one(ENDING), 2)] : [])].join('\n| ')
}
