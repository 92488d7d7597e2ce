/** File paths and command lines in their parts. */
import { asString } from '../conversions.ts'
import { call, type Scalar, text, textOf } from '../scalar.ts'
import { bagOf } from './bags.ts'
import { formula } from './formula.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'

const SCHEME = '^(?:[A-Za-z][A-Za-z0-9+.-]*://)?'

/** Both kinds of slashes; the stream of a file follows its name after a colon. */
const PATH_PARTS: readonly (readonly [string, string])[] = [
  ['Scheme', '^([A-Za-z][A-Za-z0-9+.-]*)://'],
  ['RootPath', `${SCHEME}([A-Za-z]:)`],
  ['DirectoryPath', `${SCHEME}(.*)[/\\\\][^/\\\\]*$`],
  ['DirectoryName', `${SCHEME}(?:.*[/\\\\])?([^/\\\\]+)[/\\\\][^/\\\\]*$`],
  ['Filename', `${SCHEME}(?:.*[/\\\\])?([^/\\\\:]*)(?::[^/\\\\]*)?$`],
  ['Extension', '\\.([^./\\\\:]*)(?::[^/\\\\]*)?$'],
  ['AlternateDataStreamName', '[^/\\\\:]:([^/\\\\:]+)$'],
]

const parsePath = ({ arg }: FunctionCall): Scalar =>
  bagOf(
    PATH_PARTS.map(([name, pattern]) => ({
      name,
      value: call('extract', 'string', [asString(arg(0)), text(pattern)], { nullable: false }),
    })),
  )

/**
 * As CommandLineToArgvW reads it: in the program's name only quotes mean something; after it, backslashes before a
 * quote stand for half as many, an odd one makes the quote a character, and the third quote in a row is one too.
 * The state is the arguments, the current one, quotes, backslashes, whether a quote came just before, whether an
 * argument is open.
 */
const commandLine = formula(
  'commandLine',
  'line',
  `let quoted = startsWith(line, '"');
   let program = quoted ? extract(line, '^"([^"]*)') : extract(line, '^[^ \t]*');
   let rest = trimLeft(substring(line, length(program) + (quoted ? 3 : 1)), ' \t');
   let end = arrayFold(
     (s, c) ->
       def quotes = s.5 and c != '"' and s.3 = 2 ? 0 : s.3;
       def closed = arrayPushBack(s.1, s.2);
       def halved = substring(s.2, 1, length(s.2) - intDiv(s.4 + 1, 2));
       multiIf(
         c in (' ', '\t') and quotes = 0, (s.6 ? closed : s.1, '', toUInt8(0), toUInt32(0), false, false),
         c = '"' and s.5,
           (s.1, s.3 = 2 ? concat(s.2, '"') : s.2, toUInt8(s.3 = 2 ? 0 : s.3 + 1), toUInt32(0), true, true),
         c = '"' and s.4 % 2 = 1, (s.1, concat(halved, '"'), toUInt8(quotes), toUInt32(0), true, true),
         c = '"', (s.1, halved, toUInt8(quotes + 1), toUInt32(0), true, true),
         (s.1, concat(s.2, c), toUInt8(quotes), toUInt32(c = '\\' ? s.4 + 1 : 0), false, true)),
     extractAll(rest, '(?s).'),
     (CAST([program], 'Array(String)'), '', toUInt8(0), toUInt32(0), false, false));
   empty(line) ? null : toJSONString(end.6 ? arrayPushBack(end.1, end.2) : end.1)`,
  { type: 'dynamic', nullable: true },
)

export const pathFunctions: readonly FunctionRow[] = [
  row('parse_path', 'The parts of a file path in a bag.', "parse_path(@'C:\\temp\\a.txt')", parsePath),
  row(
    'parse_command_line',
    'The arguments of a Windows command line.',
    'parse_command_line(\'echo "a b"\', "windows")',
    ({ arg, refuse }) =>
      textOf(arg(1))?.toLowerCase() === 'windows'
        ? commandLine(asString(arg(0)))
        : refuse('parse_command_line() of another kind than "windows"'),
  ),
]
