/** Phase 1: query text → Microsoft's bound tree. The only phase that knows their package. */
import type { Column, Diagnostic, TableSchema } from '../types.ts'
import { type Bound, boundFactory } from './bound.ts'
import { loadParser } from './bridge.ts'
import { serviceDiagnostic } from './diagnostics.ts'
import type { GlobalState, MsDiagnostic, MsPackage } from './facade.ts'
import { tooMuch } from './measure.ts'
import { inParserWords } from './spellings.ts'

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
  const statesOf = stateCache(ms)
  return {
    read(input) {
      const refused = tooMuch(input.text)
      if (refused) return { tree: undefined, diagnostics: [refused] }
      const code = ms.Kusto.Language.KustoCode.ParseAndAnalyze(inParserWords(input.text), statesOf(input))
      return { tree: factory.wrap(code.Syntax), diagnostics: diagnosticsOf(ms, input.text, code) }
    },
  }
}

/** States kept for one list of tables; texts differ only in which hidden columns they name. */
const STATES_A_LIST = 16

/**
 * What the binder knows, made once for each list of tables (by identity: a list that was seen must not change), each
 * choice of hidden columns and each set of workspaces.
 */
function stateCache(ms: MsPackage): (input: ReadInput) => GlobalState {
  const known = new WeakMap<readonly TableSchema[], Map<string, GlobalState>>()
  const hiddenOf = new WeakMap<readonly TableSchema[], ReadonlySet<string>>()
  return ({ text, tables, workspaces }) => {
    const hidden = hiddenOf.get(tables) ?? hiddenNames(tables)
    hiddenOf.set(tables, hidden)
    const named = new Set([...hidden].filter(name => text.includes(name)))
    const states = known.get(tables) ?? new Map<string, GlobalState>()
    known.set(tables, states)
    const key = JSON.stringify([[...named], workspaces])
    const state = states.get(key) ?? globalState(ms, namedColumns(tables, named), workspaces)
    if (states.size >= STATES_A_LIST && !states.has(key)) states.clear()
    states.set(key, state)
    return state
  }
}

/** Diagnostics told of one text: nobody reads more, and a broken text of 100,000 words has as many. */
const MOST_TOLD = 100

function diagnosticsOf(
  ms: MsPackage,
  text: string,
  code: { Syntax: unknown; GetDiagnostics(): unknown },
): Diagnostic[] {
  const syntax = code.Syntax as { GetContainedSyntaxDiagnostics(): unknown }
  const list = (found: unknown) => ms.Bridge.toArray(found) as MsDiagnostic[]
  const place = (found: MsDiagnostic) => `${found.Code}@${found.Start}`
  const syntaxPlaces = new Set(list(syntax.GetContainedSyntaxDiagnostics()).map(place))
  const isSyntax = (found: MsDiagnostic) => syntaxPlaces.has(place(found))
  const all = list(code.GetDiagnostics())
  const errors = all.filter(one => one.Severity === 'Error')
  // A text that does not parse leaves names that cannot resolve; the syntax error is the cause.
  const syntaxErrors = errors.filter(isSyntax)
  const told = [syntaxErrors, errors].find(one => one.length > 0) ?? all
  return told.slice(0, MOST_TOLD).map(one => serviceDiagnostic(text, one, isSyntax(one)))
}

const hiddenNames = (tables: readonly TableSchema[]): ReadonlySet<string> =>
  new Set(tables.flatMap(({ columns }) => columns.filter(one => one.hidden).map(one => one.name)))

/** Hidden columns exist for the binder only where the text names them, so that its `*` leaves them out. */
const namedColumns = (tables: readonly TableSchema[], named: ReadonlySet<string>): readonly TableSchema[] =>
  tables.map(table => ({
    ...table,
    columns: table.columns.filter(one => !one.hidden || named.has(one.name)),
  }))

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
