/** Whole JSON documents: in a canonical form, and the schema that admits several of them. */
import { convert } from '../conversions.ts'
import { and, call, FALSE, ifNull, isNotNull, raw, type Scalar } from '../scalar.ts'
import type { AggregateCall, AggregateRow } from './aggregates.ts'
import { formula, strict } from './formula.ts'
import { type FunctionRow, row } from './row.ts'

const TOKEN = '"(?:[^"\\\\]|\\\\.)*"|[{}\\[\\]]|[^{}\\[\\],:"\\s]+'

/** The open containers with one more value in the innermost, under its key where one is waiting. */
const withValue = formula(
  'withValue',
  'open, value',
  "arrayPushBack(arrayPopBack(open), (open[-1].1, '', arrayPushBack(open[-1].3, (open[-1].2, value))))",
)

const joined = formula(
  'joined',
  'frame',
  `frame.1 = '[' ?
     concat('[', arrayStringConcat(arrayMap(m -> m.2, frame.3), ','), ']') :
     concat('{', arrayStringConcat(
       arrayMap(m -> concat(m.1, ':', m.2), arraySort(m -> JSONExtractString(m.1), frame.3)), ','), '}')`,
)

/** A fold over the tokens; the state is a stack of bracket, waiting key, and (key, text) members. */
const canonical = formula(
  'canonical',
  'json, token',
  `let end = arrayFold(
     (open, t) -> multiIf(
       t = '{' or t = '[', arrayPushBack(open, (t, '', CAST([], 'Array(Tuple(String, String))'))),
       t = '}' or t = ']', withValue(arrayPopBack(open), joined(open[-1])),
       open[-1].1 = '{' and empty(open[-1].2), arrayPushBack(arrayPopBack(open), (open[-1].1, t, open[-1].3)),
       withValue(open, t)),
     extractAll(json, token),
     CAST([('', '', [])], 'Array(Tuple(String, String, Array(Tuple(String, String))))'));
   end[1].3[1].2`,
  { type: 'string', uses: { withValue, joined } },
)

const typeWord = formula(
  'typeWord',
  'json',
  `transform(toString(JSONType(json)),
     ['Int64', 'UInt64', 'Double', 'String', 'Bool', 'Null', 'Array', 'Object'],
     ['long', 'long', 'double', 'string', 'bool', '', '{}', '{}'], '')`,
)

/** What is directly inside, as (path, JSON). All elements of an array are one member, the \`indexer\`. */
const inside = formula(
  'inside',
  'path, json',
  `arrayConcat(
     arrayMap(m -> (arrayPushBack(path, m.1), m.2), JSONExtractKeysAndValuesRaw(json)),
     arrayMap(e -> (arrayPushBack(path, '\`indexer\`'), e), JSONExtractArrayRaw(json)))`,
)

/** Every (path, type) in a document, level by level; there are no more levels than opening brackets. */
const pathsOf = formula(
  'pathsOf',
  'json',
  `let end = arrayFold(
     (s, level) -> (
       arrayFlatten(arrayMap(n -> inside(n.1, n.2), s.1)),
       arrayConcat(s.2, arrayMap(n -> (n.1, typeWord(n.2)), s.1))),
     range(0, 1 + countSubstrings(json, '{') + countSubstrings(json, '[')),
     ([(CAST([], 'Array(String)'), json)], CAST([], 'Array(Tuple(Array(String), String))')));
   arrayDistinct(end.2)`,
  { type: 'raw', uses: { inside, typeWord } },
)

/** One type, or a list: what has members first, then the words. */
const node = formula(
  'node',
  'words, members',
  `let container = has(words, '{}') ?
     [concat('{', arrayStringConcat(arrayMap(m -> concat(toJSONString(m.2), ':', m.3), members), ','), '}')] :
     CAST([], 'Array(String)');
   let all = arrayConcat(
     container,
     arrayMap(w -> toJSONString(w), arraySort(arrayFilter(w -> w != '{}' and w != '', words))));
   length(all) = 1 ? all[1] : empty(all) ? '' : concat('[', arrayStringConcat(all, ','), ']')`,
)

/** From the deepest paths up: the nodes of a level become members of the level above. */
const schemaOf = formula(
  'schemaOf',
  'paths',
  `let deepest = toUInt64(arrayMax(arrayMap(p -> length(p.1), paths)));
   let end = arrayFold(
     (below, up) ->
       def depth = deepest - up;
       arrayFilter(n -> n.3 != '', arrayMap(
         path -> (
           arrayPopBack(path),
           path[-1],
           node(
             arrayMap(p -> p.2, arrayFilter(p -> p.1 = path, paths)),
             arraySort(m -> m.2, arrayFilter(m -> m.1 = path, below)))),
         arrayDistinct(arrayMap(p -> p.1, arrayFilter(p -> length(p.1) = depth, paths))))),
     range(0, deepest + 1),
     CAST([], 'Array(Tuple(Array(String), String, String))'));
   empty(paths) or empty(end) ? null : end[1].3`,
  { type: 'dynamic', nullable: true, uses: { node } },
)

function buildSchema(given: AggregateCall): Scalar {
  const value = convert(given.arg(0), 'dynamic')
  const present = isNotNull(value)
  const condition = given.condition ? and(present, ifNull(given.condition, FALSE)) : present
  return schemaOf(
    call('groupUniqArrayArrayIf', 'raw', [pathsOf(ifNull(value, raw('null'))), condition], {
      nullable: false,
    }),
  )
}

export const schemaAggregates: readonly AggregateRow[] = [
  {
    name: 'buildschema',
    nulls: 'skipped; null for none',
    doc: 'The schema that admits all values.',
    example: 'buildschema(b)',
    translate: buildSchema,
  },
]

export const jsonShapeFunctions: readonly FunctionRow[] = [
  row(
    'dynamic_to_json',
    'JSON text with the keys of every bag in order; empty for null.',
    'dynamic_to_json(dynamic({"b": 1, "a": 2}))',
    ({ arg }) =>
      strict(json => canonical(json as Scalar, raw(TOKEN)))(
        arg(0).type === 'dynamic' ? arg(0) : convert(arg(0), 'dynamic'),
      ),
  ),
]
