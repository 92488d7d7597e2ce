/** Durable state: one SQLite file with every module's tables and the journal of facts (ADR 0004). */

export type { Usage } from './backlog.ts'
export type { Journal, JournalEntry } from './journal.ts'
export type { Migration } from './migrate.ts'
export { openState, type State, type StateOptions, type Transaction } from './state.ts'
export type { SqlReader, SqlRow, SqlValue } from './statements.ts'
