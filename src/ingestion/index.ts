/** The logs ingestion API: own data lands beside what Azure makes, in custom tables that data collection rules declare. */
export {
  type CustomTables,
  createIngestion,
  type Ingestion,
  type IngestionOptions,
  openCustomTables,
} from './create-ingestion.ts'
export { ingestionMigrations } from './store.ts'
