/** The endpoint file: 7 columns of text without a header row, one row a machine name, which must be unique. Pure. */
import { emptyFile } from './building-file.ts'
import { type Problem, quoted } from './problem.ts'
import { type Line, readDelimited } from './read-delimited.ts'

export const ENDPOINT_COLUMNS = [
  'EndpointName',
  'EndpointMake',
  'EndpointModel',
  'EndpointType',
  'EndpointLabel1',
  'EndpointLabel2',
  'EndpointLabel3',
] as const

const LONGEST_TEXT = 64

export interface Machine {
  readonly line: number
  readonly texts: Readonly<Record<string, string>>
}

export interface EndpointFile {
  readonly rows: readonly Machine[]
  readonly problems: readonly Problem[]
}

export function checkEndpointFile(text: string): EndpointFile {
  const delimited = readDelimited(text)
  const problems: Problem[] = [...delimited.problems, ...emptyFile(delimited)]
  const rows: Machine[] = []
  const lines = new Map<string, number>()
  for (const line of delimited.lines) {
    const name = line.cells[0] ?? ''
    const earlier = lines.get(name)
    const found = [
      ...problemsOf(line),
      ...(earlier === undefined ? [] : [duplicate(line.number, name, earlier)]),
    ]
    problems.push(...found)
    lines.set(name, earlier ?? line.number)
    if (found.length === 0) rows.push({ line: line.number, texts: textsOf(line) })
  }
  return { rows, problems }
}

const textsOf = ({ cells }: Line) =>
  Object.fromEntries(ENDPOINT_COLUMNS.map((name, i) => [name, cells[i] ?? '']))

const at = (line: number, index: number, found: string, expected: string, fix: string): Problem => ({
  line,
  column: index + 1,
  name: ENDPOINT_COLUMNS[index] ?? '',
  found,
  expected,
  fix,
})

function problemsOf({ number, cells }: Line): readonly Problem[] {
  if (cells.length !== ENDPOINT_COLUMNS.length) {
    const fix =
      'Write the separator also where a column is empty, and put texts with a comma in quotation marks.'
    return [at(number, -1, `${cells.length} columns`, `${ENDPOINT_COLUMNS.length}`, fix)]
  }
  const [name = ''] = cells
  if (name.toLowerCase() === 'endpointname') {
    return [at(number, -1, 'a header row', 'rows only', 'Remove this line.')]
  }
  const nameless =
    name === '' ? [at(number, 0, 'nothing', 'the name of the machine', 'Write it, or remove the line.')] : []
  return [...nameless, ...cells.flatMap((cell, i) => checkText(number, i, cell))]
}

function checkText(line: number, index: number, cell: string): readonly Problem[] {
  const expected = `UTF-8 text of at most ${LONGEST_TEXT} characters`
  if (cell.includes('\uFFFD')) {
    return [at(line, index, 'bytes that are no UTF-8', expected, 'Save the file as "CSV UTF-8".')]
  }
  return cell.length <= LONGEST_TEXT
    ? []
    : [at(line, index, `${cell.length} characters`, expected, 'Shorten it.')]
}

const duplicate = (line: number, name: string, earlier: number): Problem =>
  at(
    line,
    0,
    `${quoted(name)}, which line ${earlier} has too`,
    'each name once; upper and lower case differ',
    `Remove line ${earlier} or line ${line}.`,
  )
