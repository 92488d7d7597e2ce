/**
 * What we use of Microsoft's parser package, typed by hand: its own declaration file is 1.7 MB and describes
 * three globals. Nothing outside this folder knows these names.
 */

export interface MsSymbol {
  readonly Name: string
  readonly Kind: number
  readonly Type?: MsSymbol
  readonly Columns?: unknown
  readonly AlternateName?: string
  readonly ResultNameKind?: number
}

/** A node, token or list of the syntax tree; accessors differ by kind and are read by name. */
export interface MsNode {
  readonly Kind: number
  readonly IsToken: boolean
  readonly TextStart: number
  readonly Width: number
  readonly ChildCount: number
  readonly ResultType?: MsSymbol | null
  readonly ReferencedSymbol?: MsSymbol | null
  readonly LiteralValue?: unknown
  readonly IsConstant?: boolean
  readonly ConstantValue?: unknown
  readonly SimpleName?: string
  readonly Text?: string
  /** White space and comments in front of a token. */
  readonly Trivia?: string
  readonly ValueText?: string
  readonly Element$1?: MsNode
  GetChild(index: number): MsNode | null
  GetCalledFunctionBody?(): MsNode | null
  toString(): string
  readonly [accessor: string]: unknown
}

export interface MsDiagnostic {
  readonly Code: string
  readonly Severity: string
  readonly Start: number
  readonly Length: number
  readonly Message: string
}

export interface MsCode {
  readonly Syntax: MsNode
  readonly Text: string
  GetDiagnostics(): unknown
}

interface Constructors {
  readonly ctor: new (...args: never[]) => MsSymbol
  readonly $ctor4: new (name: string, columns: MsSymbol[]) => MsSymbol
}

export interface GlobalState {
  WithDatabase(database: MsSymbol): GlobalState
  WithCluster(cluster: MsSymbol): GlobalState
}

/** The three globals, as far as they are used. */
export interface MsPackage {
  readonly Bridge: { toArray(list: unknown): unknown[] }
  readonly Kusto: {
    readonly Language: {
      readonly GlobalState: { readonly Default: GlobalState }
      readonly KustoCode: { ParseAndAnalyze(text: string, globals: GlobalState): MsCode }
      readonly Syntax: { readonly SyntaxKind: Record<string, unknown> }
      readonly Symbols: {
        readonly ScalarTypes: { GetSymbol(name: string): MsSymbol }
        readonly ColumnSymbol: new (name: string, type: MsSymbol) => MsSymbol
        readonly TableSymbol: Constructors
        readonly DatabaseSymbol: { readonly ctor: new (name: string, members: MsSymbol[]) => MsSymbol }
        readonly ClusterSymbol: { readonly ctor: new (name: string, databases: MsSymbol[]) => MsSymbol }
      }
    }
  }
}
