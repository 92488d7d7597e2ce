/**
 * The building file: 15 columns in a fixed order, or the 14 of older ones without VPN; no header row. Every problem
 * is told, not only the first. Pure.
 */
import { type Problem, quoted } from './problem.ts'
import { type Delimited, type Line, readDelimited } from './read-delimited.ts'
import { networksIn, overlapsOf, PREFIXES, parseAddress, type Range, rangeOf, rangeText } from './subnets.ts'

/** What a column must hold; `wanted`: the report templates need it, so its absence is worth a word. */
interface ColumnRow {
  readonly name: string
  readonly type: 'text' | 'boolean' | 'address' | 'prefix'
  readonly need: 'required' | 'wanted' | 'optional'
}

const column = (name: string, type: ColumnRow['type'], need: ColumnRow['need']): ColumnRow => ({
  name,
  type,
  need,
})

export const BUILDING_COLUMNS: readonly ColumnRow[] = [
  column('NetworkIP', 'address', 'required'),
  column('NetworkName', 'text', 'wanted'),
  column('NetworkRange', 'prefix', 'required'),
  column('BuildingName', 'text', 'wanted'),
  column('OwnershipType', 'text', 'optional'),
  column('BuildingType', 'text', 'optional'),
  column('BuildingOfficeType', 'text', 'optional'),
  column('City', 'text', 'optional'),
  column('ZipCode', 'text', 'optional'),
  column('Country', 'text', 'optional'),
  column('State', 'text', 'optional'),
  column('Region', 'text', 'optional'),
  column('InsideCorp', 'boolean', 'required'),
  column('ExpressRoute', 'boolean', 'required'),
  column('VPN', 'boolean', 'optional'),
]

/** Rows after expansion. */
export const MOST_NETWORKS = 1_000_000
const LONGEST_TEXT = 256
const WITHOUT_VPN = BUILDING_COLUMNS.length - 1

export interface Building {
  readonly line: number
  readonly range: Range
  /** By column; as they stand in the file. */
  readonly texts: Readonly<Record<string, string>>
  readonly isInside: boolean
  readonly isExpressRoute: boolean
  readonly isVpn: boolean
}

export interface BuildingFile {
  readonly rows: readonly Building[]
  /** How many networks the ranges become. */
  readonly expanded: number
  readonly problems: readonly Problem[]
  /** Accepted, but the reports show less for it. */
  readonly warnings: readonly Problem[]
}

export function checkBuildingFile(text: string): BuildingFile {
  const delimited = readDelimited(text)
  const problems: Problem[] = [...delimited.problems, ...emptyFile(delimited)]
  const warnings: Problem[] = []
  const rows: Building[] = []
  for (const line of delimited.lines) {
    const found = problemsOf(line)
    problems.push(...found)
    if (found.length > 0) continue
    rows.push(rowOf(line))
    warnings.push(...warningsOf(line))
  }
  problems.push(...overlapsOf(rows).map(overlapProblem), ...tooMany(rows))
  const expanded = rows.reduce((sum, { range }) => sum + networksIn(range), 0)
  return { rows, expanded, problems, warnings }
}

/** Also of endpoint files. */
export const emptyFile = ({ lines, problems }: Delimited): readonly Problem[] =>
  lines.length > 0 || problems.length > 0
    ? []
    : [at(1, -1, { found: 'nothing', expected: 'at least one row', fix: 'Choose a file with rows.' })]

function problemsOf(line: Line): readonly Problem[] {
  const { number, cells } = line
  if (cells.length !== BUILDING_COLUMNS.length && cells.length !== WITHOUT_VPN) {
    return [
      at(number, -1, {
        found: `${cells.length} columns`,
        expected: `${BUILDING_COLUMNS.length}, or ${WITHOUT_VPN} without VPN`,
        fix: 'Write the separator also where a column is empty, and put texts with a comma in quotation marks.',
      }),
    ]
  }
  if (cells[0]?.toLowerCase() === 'networkip') {
    return [at(number, -1, { found: 'a header row', expected: 'rows only', fix: 'Remove this line.' })]
  }
  return cells.flatMap((cell, i) => checkCell(number, i, cell, cells))
}

type Wrong = Pick<Problem, 'found' | 'expected' | 'fix'>

const at = (line: number, index: number, wrong: Wrong): Problem => ({
  line,
  column: index + 1,
  name: BUILDING_COLUMNS[index]?.name ?? '',
  ...wrong,
})

function checkCell(line: number, index: number, cell: string, cells: readonly string[]): readonly Problem[] {
  const row = BUILDING_COLUMNS[index]
  if (!row) return []
  if (cell === '' && row.need !== 'required') return []
  const wrong = CHECKS[row.type](cell, cells)
  return wrong ? [at(line, index, wrong)] : []
}

const CHECKS: Readonly<
  Record<ColumnRow['type'], (cell: string, cells: readonly string[]) => Wrong | undefined>
> = {
  address: cell =>
    parseAddress(cell)
      ? undefined
      : {
          found: quoted(cell),
          expected: 'an IPv4 or IPv6 address',
          fix: 'Write the network’s address alone, as 10.1.2.0; its length belongs into NetworkRange.',
        },
  prefix: (cell, [address = '']) => {
    const family = parseAddress(address)?.family ?? 4
    const { least, most } = PREFIXES[family]
    const number = Number(cell)
    if (/^\d{1,3}$/.test(cell) && number >= least && number <= most) return undefined
    return {
      found: quoted(cell),
      expected: `a prefix length of ${least} to ${most} for IPv${family}`,
      fix: 'Write a whole number without a slash; split a wider range into several rows.',
    }
  },
  boolean: cell =>
    cell === '0' || cell === '1'
      ? undefined
      : { found: quoted(cell), expected: '0 or 1', fix: 'Write 1 for yes and 0 for no.' },
  text: cell =>
    cell.length <= LONGEST_TEXT && !cell.includes('\uFFFD')
      ? undefined
      : {
          found: cell.includes('\uFFFD') ? 'bytes that are no UTF-8' : `${cell.length} characters`,
          expected: `UTF-8 text of at most ${LONGEST_TEXT} characters`,
          fix: cell.includes('\uFFFD') ? 'Save the file as "CSV UTF-8".' : 'Shorten it.',
        },
}

function rowOf({ number, cells }: Line): Building {
  const cellOf = (name: string) => cells[BUILDING_COLUMNS.findIndex(one => one.name === name)] ?? ''
  const address = parseAddress(cellOf('NetworkIP')) ?? { family: 4 as const, value: 0n }
  return {
    line: number,
    range: rangeOf(address, Number(cellOf('NetworkRange'))),
    texts: Object.fromEntries(BUILDING_COLUMNS.map(({ name }) => [name, cellOf(name)])),
    isInside: cellOf('InsideCorp') === '1',
    isExpressRoute: cellOf('ExpressRoute') === '1',
    isVpn: cellOf('VPN') === '1',
  }
}

const warningsOf = ({ number, cells }: Line): readonly Problem[] =>
  BUILDING_COLUMNS.flatMap(({ need }, i) =>
    need === 'wanted' && cells[i] === ''
      ? [
          at(number, i, {
            found: 'nothing',
            expected: 'a name',
            fix: 'Reports by location show these streams without one.',
          }),
        ]
      : [],
  )

function overlapProblem({ item, other }: { readonly item: Building; readonly other: Building }): Problem {
  const [later, earlier] = item.line > other.line ? [item, other] : [other, item]
  return at(later.line, 0, {
    found: `${rangeText(later.range)}, which shares addresses with ${rangeText(earlier.range)} of line ${earlier.line}`,
    expected: 'ranges that share none',
    fix: `Remove line ${earlier.line} or line ${later.line}, or split the wider range.`,
  })
}

/** Told at the line that goes over it. */
function tooMany(rows: readonly Building[]): readonly Problem[] {
  let sum = 0
  for (const { line, range } of rows) {
    sum += networksIn(range)
    if (sum > MOST_NETWORKS) {
      return [
        at(line, 2, {
          found: `${sum} networks up to here`,
          expected: `at most ${MOST_NETWORKS} in the whole file`,
          fix: 'A range wider than /24 (IPv6: /64) counts once for each such network in it: leave out what is not used.',
        }),
      ]
    }
  }
  return []
}
