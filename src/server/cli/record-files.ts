/** Files of call records → records with where each stands: a record, an array, a page of Graph's list, or JSON lines. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '#base'
import { OperatorError } from '../operator-error.ts'

export interface FiledRecord {
  readonly file: string
  /** In words: `record 3`, `line 7`. */
  readonly place: string
  readonly value: unknown
}

export interface RecordFile {
  readonly file: string
  readonly records: readonly FiledRecord[]
  /** Lines that are no JSON. */
  readonly problems: readonly string[]
  /** A page that names a next one. */
  readonly isPage: boolean
}

const ENDINGS = /\.(json|jsonl|ndjson)$/i

/** The files themselves, and those of folders by their endings, in the order of their names. */
export async function filesIn(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(paths.map(filesOf))
  return found.flat()
}

async function filesOf(path: string): Promise<readonly string[]> {
  const info = await stat(path).catch(() => undefined)
  if (!info)
    throw new OperatorError(`${path} does not exist.`, 'Name a file of call records, or a folder of them.')
  if (!info.isDirectory()) return [path]
  const names = (await readdir(path)).filter(name => ENDINGS.test(name)).sort()
  if (names.length > 0) return names.map(name => join(path, name))
  throw new OperatorError(
    `${path} has no file that ends in .json, .jsonl or .ndjson.`,
    'Name the files themselves.',
  )
}

export async function readRecordFile(file: string): Promise<RecordFile> {
  return recordsIn(file, await readFile(file, 'utf8'))
}

export function recordsIn(file: string, text: string): RecordFile {
  const whole = parsed(text)
  if ('value' in whole && !isLine(whole.value, text)) return ofValue(file, whole.value)
  const lines = text.split('\n').map((line, at) => ({ place: `line ${at + 1}`, line: line.trim() }))
  const filled = lines.filter(({ line }) => line !== '')
  const read = filled.map(({ place, line }) => ({ place, ...parsed(line) }))
  // A file that is no JSON at all goes wrong in one place, not in each line.
  if ('problem' in whole && filled.length > 1 && read.every(one => 'problem' in one)) {
    return { file, records: [], problems: [`${file}: ${whole.problem}`], isPage: false }
  }
  return {
    file,
    records: read.flatMap(one => ('value' in one ? [{ file, place: one.place, value: one.value }] : [])),
    problems: read.flatMap(one => ('problem' in one ? [`${file}: ${one.place}: ${one.problem}`] : [])),
    isPage: false,
  }
}

/** A single line is a record by itself either way. */
const isLine = (value: unknown, text: string): boolean =>
  !Array.isArray(value) &&
  Reflect.get(Object(value), 'value') === undefined &&
  text.trim().split('\n').length === 1

function ofValue(file: string, value: unknown): RecordFile {
  const page: unknown = Reflect.get(Object(value), 'value')
  const items = Array.isArray(value) ? value : Array.isArray(page) ? page : [value]
  const pointer = Array.isArray(page) && !Array.isArray(value) ? '/value' : ''
  return {
    file,
    records: items.map((item, at) => ({
      file,
      place: items.length === 1 && item === value ? 'the record' : `record ${at + 1} (${pointer}/${at})`,
      value: item,
    })),
    problems: [],
    isPage: typeof Reflect.get(Object(value), '@odata.nextLink') === 'string',
  }
}

type Parsed = { readonly value: unknown } | { readonly problem: string }

function parsed(text: string): Parsed {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) }
  } catch (error) {
    const position = /position (\d+)/.exec(messageOf(error))?.[1]
    return {
      problem:
        position === undefined ? 'no JSON, or it ends too early' : `no JSON from character ${position}`,
    }
  }
}
