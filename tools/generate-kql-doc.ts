/**
 * Writes docs/surface/kql.md from the tables of the compiler and the lists of conformance cases; with `--check` fails
 * when it is out of date. What is missing is what Microsoft's own parser knows and our tables do not.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { loadParser } from '../src/query/kql/1-read/bridge.ts'
import {
  aggregateRows,
  aggregatesByName,
  isAggregateName,
} from '../src/query/kql/2-lower/functions/aggregates.ts'
import { functionsByName, scalarFunctions } from '../src/query/kql/2-lower/functions/index.ts'
import { multiRows } from '../src/query/kql/2-lower/functions/multi.ts'
import { windowFunctions } from '../src/query/kql/2-lower/functions/windows.ts'
import { operatorKinds, pluginNames } from '../src/query/kql/2-lower/tabular.ts'

export const KQL_DOC = 'docs/surface/kql.md'

export const kqlDoc = (): string =>
  [
    '# KQL: what is understood',
    '',
    'Written by `node tools/generate-kql-doc.ts` from the tables of `src/query/kql`. What is not here is refused by name,',
    'with its place in the query; nothing is answered by half.',
    '',
    ...conformance(),
    ...operators(),
    ...differences(),
    ...scalars(),
    ...aggregates(),
    ...missing(),
  ].join('\n')

const json = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T

function conformance(): readonly string[] {
  const passing = json<readonly string[]>('tests/conformance/kql-passing.json')
  const failing = json<Readonly<Record<string, string>>>('tests/conformance/kql-failing.json')
  const suites = [...new Set([...passing, ...Object.keys(failing)].map(suiteOf))].sort()
  const count = (ids: readonly string[], suite: string) => ids.filter(id => suiteOf(id) === suite).length
  const rows = suites.map(suite => {
    const [passed, failed] = [count(passing, suite), count(Object.keys(failing), suite)]
    return [
      suite,
      String(passed),
      String(passed + failed),
      `${((100 * passed) / (passed + failed)).toFixed(1)} %`,
    ]
  })
  return [
    '## Conformance',
    '',
    ...table(['suite', 'pass', 'cases', ''], rows),
    '',
    'The cases that do not pass, and why:',
    '',
    ...table(
      ['case', 'reason'],
      Object.entries(failing).map(([id, reason]) => [`\`${id}\``, reason]),
    ),
    '',
  ]
}

const suiteOf = (id: string): string => id.replace(/-[0-9a-f]{8}$/, '')

/** Kinds of the parser whose word in a query is another. */
const WORDS: Readonly<Record<string, string>> = {
  FilterOperator: 'where',
  MvExpandOperator: 'mv-expand',
  TakeOperator: 'take',
  SortOperator: 'sort',
  GetSchemaOperator: 'getschema',
  ReduceByOperator: 'reduce',
  PartitionByOperator: '__partitionby',
}

const wordOf = (kind: string): string =>
  WORDS[kind] ??
  kind
    .replace(/Operator$/, '')
    .replace(/(?<!^)([A-Z])/g, '-$1')
    .toLowerCase()

function operators(): readonly string[] {
  const known = Object.keys(parser.Kusto.Language.Syntax.SyntaxKind).filter(
    kind => kind.endsWith('Operator') && kind !== 'BadQueryOperator',
  )
  const has = (kind: string) => operatorKinds.includes(kind)
  return [
    '## Operators',
    '',
    `Supported: ${names(known.filter(has).map(wordOf))}.`,
    '',
    `Plugins of \`evaluate\`: ${names(pluginNames)}.`,
    '',
    `Refused: ${names(known.filter(kind => !has(kind)).map(wordOf))}.`,
    '',
  ]
}

/** What answers differently than the service, and how. */
const DIFFERENCES = [
  ['`percentile` and its family', 'exact nearest rank; the service estimates on large sets'],
  ['`dcount`', 'exact on small sets, about 0.3 % off on large ones; its accuracy argument is not used'],
  [
    '`gzip_…`, `zlib_compress_to_base64_string`',
    'store the text, which any reader gets back, but do not make it smaller',
  ],
  ['`gzip_…`, `zlib_decompress_from_base64_string`', 'take at most 4096 bytes; longer ones fail aloud'],
  ['`parse_user_agent`', 'by the rules of uap-core 0.18; the service has a version of its own'],
  [
    '`series_decompose` and its family',
    'need a constant seasonality, 0 for none; finding the period is refused',
  ],
  ['`hll`, `tdigest`', 'exact, and grow with the distinct values; their JSON is not the one of the service'],
  ['`convert_*`', 'units whose size the service rounds in its own way are refused'],
  [
    'numbers out of a `dynamic`',
    'lose a trailing zero (`2.0` → `2`); whole documents and computed arrays keep it',
  ],
  ['`join kind=innerunique`', 'keeps one row of a key; which one is open in both, and may be another'],
  [
    '`scan`, `row_window_session()`',
    'take at most 200,000 rows of a group; `output=last` gives the last match of a run when the run ends',
  ],
  [
    '`reduce`',
    'follows the published algorithm (SLCT) the service builds on; its patterns may differ on large sets',
  ],
  [
    '`fork`, `facet`',
    'run each table as a query of its own: what is random before them may differ between tables',
  ],
  [
    '`partition`, `mv-apply`',
    'take no union, no right-hand join and no toscalar() over the rows of a part; more than 64 parts are no error',
  ],
  ['`find`', 'refuses a name that has several types in the tables'],
  ['`activity_*`, `sliding_window_counts`, `active_users_count`', 'count distinct ids exactly'],
  ['sorting by a `dynamic`', 'is refused; convert it first'],
] as const

const differences = (): readonly string[] => [
  '## Differs, and how',
  '',
  ...table(['what', 'how'], DIFFERENCES),
  '',
]

function scalars(): readonly string[] {
  const rows = [...scalarFunctions, ...windowFunctions.values()]
    .map(row => [named(row), row.doc, `\`${row.example}\``, row.nulls])
    .sort(byFirst)
  const several = multiRows
    .filter(row => row.results.length > 0)
    .map(row => [named(row), row.doc, `\`${row.example}\``, row.results.map(([name]) => name).join(', ')])
  return [
    '## Scalar functions',
    '',
    ...table(['function', 'what', 'example', 'nulls'], rows),
    '',
    'With several results, `(a, b) = f(…)` or a column each:',
    '',
    ...table(['function', 'what', 'example', 'results'], several.sort(byFirst)),
    '',
  ]
}

function aggregates(): readonly string[] {
  const rows = aggregateRows
    .map(row => [
      named({ name: row.name, aliases: [...(row.aliases ?? []), ...(row.ifForm ? [row.ifForm.name] : [])] }),
      row.doc,
      `\`${row.example}\``,
      row.nulls,
    ])
    .sort(byFirst)
  return [
    '## Aggregates',
    '',
    ...table(['function', 'what', 'example', 'nulls'], rows),
    '',
    '`arg_max` and `arg_min` as well, with columns or `*`.',
    '',
  ]
}

/** Understood where they stand, so without a row. */
const SPECIAL = ['table', 'database', 'column_ifexists', 'columnifexists', 'column_names_of', 'workspace']

function missing(): readonly string[] {
  const { Functions, Aggregates, PlugIns } = parser.Kusto.Language
  const functions = namesOf(Functions).filter(
    name =>
      !functionsByName.has(name) &&
      !windowFunctions.has(name) &&
      !multiRows.some(row => row.name === name) &&
      !SPECIAL.includes(name),
  )
  const aggregated = namesOf(Aggregates).filter(name => !aggregatesByName.has(name) && !isAggregateName(name))
  return [
    '## Not supported',
    '',
    `Functions: ${names(functions)}.`,
    '',
    `Aggregates: ${names(aggregated)}.`,
    '',
    `Plugins: ${names(namesOf(PlugIns).filter(name => !pluginNames.includes(name)))}.`,
    '',
  ]
}

interface Catalogue {
  readonly All: unknown
}

/** The catalogues of the parser are read here only. */
const parser = loadParser() as ReturnType<typeof loadParser> & {
  readonly Kusto: { readonly Language: Readonly<Record<'Functions' | 'Aggregates' | 'PlugIns', Catalogue>> }
}

const namesOf = ({ All }: Catalogue): readonly string[] =>
  (parser.Bridge.toArray(All) as readonly { readonly Name: string }[]).map(one => one.Name)

/** Names that begin with __ are the service's own. */
const names = (all: readonly string[]): string =>
  [...new Set(all)]
    .filter(name => !name.startsWith('__'))
    .sort()
    .map(name => `\`${name}\``)
    .join(', ')

const named = ({ name, aliases = [] }: { name: string; aliases?: readonly string[] }): string =>
  [name, ...aliases].map(one => `\`${one}\``).join(', ')

const byFirst = (a: readonly string[], b: readonly string[]): number => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

if (import.meta.main) {
  const doc = kqlDoc()
  if (!process.argv.includes('--check')) writeFileSync(KQL_DOC, doc)
  else if (readFileSync(KQL_DOC, 'utf8') !== doc) {
    console.error(`${KQL_DOC} is out of date: run node tools/generate-kql-doc.ts`)
    process.exitCode = 1
  }
}
