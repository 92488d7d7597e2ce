/** The KQL engine's door: KQL text in, SQL for the engine out; engine cells in, API cells out. */
export { type Compiler, type CompilerOptions, createCompiler } from './compiler.ts'
export { type Cell, decodeRows } from './decode.ts'
export type {
  Column,
  Compilation,
  Compiled,
  CompileInput,
  Diagnostic,
  KqlType,
  Render,
  ResultTable,
  Span,
  TableSchema,
} from './types.ts'
