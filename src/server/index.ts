/** A whole Anteroom in one call, its settings and its log. Everything else of the server is its own business. */
export { type Anteroom, type AnteroomOptions, startAnteroom } from './anteroom.ts'
export { leaveNote, removeNote, runningOn } from './cli/running.ts'
export { openLog } from './log.ts'
export { OperatorError } from './operator-error.ts'
export { settingsTable } from './settings/help.ts'
export { defaultSettings, type Settings } from './settings/table.ts'
