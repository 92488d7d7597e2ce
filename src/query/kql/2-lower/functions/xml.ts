/**
 * XML as JSON. The text is cut into tags and texts; a fold over them keeps the open elements with what was found in
 * them so far. An element becomes null, its text, or a bag of its attributes, text and elements; what has a name
 * several times becomes an array. Comments, instructions and CDATA sections are left out, as documented.
 */
import { asString } from '../conversions.ts'
import { raw, type Scalar } from '../scalar.ts'
import { formula } from './formula.ts'
import { type FunctionRow, row } from './row.ts'

/** The whole piece; the name it closes; the name it opens, its attributes, and its slash where it is closed at once. */
const PIECE = [
  '(?s)(<!--.*?-->',
  '<\\?.*?\\?>',
  '<!\\[CDATA\\[.*?\\]\\]>',
  '<!DOCTYPE[^>\\[]*(?:\\[.*?\\]\\s*)?>',
  '</([^\\s<>/]+)\\s*>',
  `<([^\\s<>/!?='"&]+)((?:\\s+[^\\s=<>/]+\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`,
  '[^<]+)',
].join('|')
const ATTRIBUTE = `([^\\s=<>/]+)\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`

/** The JSON of an element from its (name, JSON) pairs. */
const element = formula(
  'element',
  'pairs',
  `let names = arrayDistinct(arrayMap(p -> p.1, pairs));
   let members = arrayMap(
     n ->
       let values = arrayMap(p -> p.2, arrayFilter(p -> p.1 = n, pairs));
       concat(toJSONString(n), ':',
         length(values) = 1 ? values[1] : concat('[', arrayStringConcat(values, ','), ']')),
     names);
   length(pairs) = 0 ? 'null' :
   length(pairs) = 1 and names[1] = '#text' ? pairs[1].2 :
   concat('{', arrayStringConcat(members, ','), '}')`,
)

/** The attributes of a tag as (name, JSON) pairs. */
const attributes = formula(
  'attributes',
  'tag, pattern',
  `arrayMap(
     a -> (concat('@', a[1]), toJSONString(decodeXMLComponent(concat(a[2], a[3])))),
     extractAllGroupsVertical(tag, pattern))`,
)

/** The open elements with one more pair in the innermost. */
const withPair = formula(
  'withPair',
  'open, pair',
  'arrayPushBack(arrayPopBack(open), (open[-1].1, arrayPushBack(open[-1].2, pair)))',
)

/** Null where the text is no XML document or longer than a megabyte. */
const parseXml = formula(
  'parseXml',
  'source, piece, attribute',
  `let pieces = extractAllGroupsVertical(length(source) > 1048576 ? '' : source, piece);
   let read = arrayFold(
     (s, t) ->
       def closes = notEmpty(t[2]);
       def opens = notEmpty(t[3]);
       def content = trimBoth(t[1], ' \t\r\n');
       def own = attributes(t[4], attribute);
       (multiIf(
          opens and notEmpty(t[5]), withPair(s.1, (t[3], element(own))),
          opens, arrayPushBack(s.1, (t[3], own)),
          closes, withPair(arrayPopBack(s.1), (t[2], element(s.1[-1].2))),
          empty(content) or startsWith(content, '<'), s.1,
          withPair(s.1, ('#text', toJSONString(decodeXMLComponent(content))))),
        closes ? s.2 and length(s.1) > 1 and s.1[-1].1 = t[2] : s.2),
     pieces,
     (CAST([('', [])], 'Array(Tuple(String, Array(Tuple(String, String))))'), toUInt8(1)));
   def root = read.1[1].2;
   def valid = read.2 and length(read.1) = 1 and length(root) = 1 and root[1].1 != '#text'
     and arraySum(arrayMap(t -> length(t[1]), pieces)) = length(source);
   valid ? element(root) : null`,
  { type: 'dynamic', nullable: true, uses: { element, attributes, withPair } },
)

export const xmlFunctions: readonly FunctionRow[] = [
  row(
    'parse_xml',
    'XML as a bag; null where it is none or longer than a megabyte. Comments, instructions and CDATA are left out.',
    'parse_xml(\'<e a="1">text</e>\')',
    ({ arg }): Scalar => parseXml(asString(arg(0)), raw(PIECE), raw(ATTRIBUTE)),
  ),
]
