/** Reports of call quality as data: the built-in ones, and those that tenants save. */
export { DEFAULT_REPORTS } from './defaults/index.ts'
export { questionsOf, type ReportBody, type ReportPanel, type ReportTab } from './model.ts'
export { reportsMigrations } from './store.ts'
export { type ReportsOptions, reportsSurface } from './surface.ts'
