/** Phase 1: query text → Microsoft's bound tree. The only phase that knows their package. */
import type { Column, Diagnostic, TableSchema } from '../types.ts'
import { type Bound, boundFactory } from './bound.ts'
import { loadParser } from './bridge.ts'
import { diagnosticAt, serviceDiagnostic } from './diagnostics.ts'
import type { GlobalState, MsDiagnostic, MsPackage } from './facade.ts'
import { workspacesAsDatabases } from './workspaces.ts'

/** The longest text that is read; a longer one is refused before the parser sees it. */
export const LONGEST_TEXT = 1_000_000
/** Brackets deeper than this are refused: the parser's grammar recurses. */
export const DEEPEST_NESTING = 500

export interface ReadInput {
  readonly text: string
  readonly tables: readonly TableSchema[]
  /** Other workspaces that `workspace('…')` may name. */
  readonly workspaces: readonly string[]
}

export interface Read {
  readonly tree: Bound | undefined
  readonly diagnostics: readonly Diagnostic[]
}

export interface Reader {
  read(input: ReadInput): Read
}

/** Loads the parser (once a process; about 0.3 s) and gives the reader. */
export function createReader(): Reader {
  const ms = loadParser()
  const factory = boundFactory(ms)
  const globals = new Map<string, GlobalState>()
  return {
    read(input) {
      const refused = tooMuch(input.text)
      if (refused) return { tree: undefined, diagnostics: [refused] }
      const tables = input.tables.map(table => namedColumns(table, input.text))
      const key = JSON.stringify([tables, input.workspaces])
      const state = globals.get(key) ?? globalState(ms, tables, input.workspaces)
      if (globals.size > 16) globals.clear()
      globals.set(key, state)
      const code = ms.Kusto.Language.KustoCode.ParseAndAnalyze(workspacesAsDatabases(input.text), state)
      return { tree: factory.wrap(code.Syntax), diagnostics: diagnosticsOf(ms, input.text, code) }
    },
  }
}

function diagnosticsOf(
  ms: MsPackage,
  text: string,
  code: { Syntax: unknown; GetDiagnostics(): unknown },
): Diagnostic[] {
  const syntax = code.Syntax as { GetContainedSyntaxDiagnostics(): unknown }
  const list = (found: unknown) => ms.Bridge.toArray(found) as MsDiagnostic[]
  const place = (found: MsDiagnostic) => `${found.Code}@${found.Start}`
  const syntaxPlaces = new Set(list(syntax.GetContainedSyntaxDiagnostics()).map(place))
  const all = list(code.GetDiagnostics()).map(one =>
    serviceDiagnostic(text, one, syntaxPlaces.has(place(one))),
  )
  // A text that does not parse leaves names that cannot resolve; the syntax error is the cause.
  const syntaxErrors = all.filter(one => one.kind === 'syntax' && one.severity === 'error')
  return syntaxErrors.length > 0 ? syntaxErrors : all
}

/** Hidden columns exist for the binder only where the text names them, so that its `*` leaves them out. */
function namedColumns(table: TableSchema, text: string): TableSchema {
  return { ...table, columns: table.columns.filter(one => !one.hidden || text.includes(one.name)) }
}

function globalState(
  ms: MsPackage,
  schemas: readonly TableSchema[],
  workspaces: readonly string[],
): GlobalState {
  const { Symbols, GlobalState: states } = ms.Kusto.Language
  const column = ({ name, type }: Column) =>
    new Symbols.ColumnSymbol(name, Symbols.ScalarTypes.GetSymbol(type))
  const table = ({ name, columns }: TableSchema) => new Symbols.TableSymbol.$ctor4(name, columns.map(column))
  const database = (name: string) => new Symbols.DatabaseSymbol.ctor(name, schemas.map(table))
  const own = database('')
  const cluster = new Symbols.ClusterSymbol.ctor('', [own, ...workspaces.map(database)])
  return states.Default.WithCluster(cluster).WithDatabase(own)
}

function tooMuch(text: string): Diagnostic | undefined {
  if (text.length > LONGEST_TEXT) {
    const message = `The query has ${text.length} characters; at most ${LONGEST_TEXT} are read.`
    return diagnosticAt('', { code: 'LIM0001', kind: 'limit', message, span: { start: 0, length: 0 } })
  }
  const deep = deepestAt(text)
  if (deep === undefined) return undefined
  const message = `The query nests more than ${DEEPEST_NESTING} brackets; use 'let' to name inner parts.`
  return diagnosticAt(text, { code: 'LIM0002', kind: 'limit', message, span: { start: deep, length: 1 } })
}

/** Where the nesting gets too deep. Brackets in strings count too: a text like that is as suspicious. */
function deepestAt(text: string): number | undefined {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const char = text[index]
    if (char === '(' || char === '[' || char === '{') depth++
    else if (char === ')' || char === ']' || char === '}') depth = Math.max(0, depth - 1)
    if (depth > DEEPEST_NESTING) return index
  }
  return undefined
}
