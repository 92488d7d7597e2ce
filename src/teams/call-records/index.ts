/** Microsoft Graph's side of meetings: users, call records out and in, change notifications; and every id's other ids. */
export { type CallRecords, callRecordsMigrations, createCallRecords } from './create-call-records.ts'
export type { CallRecordsPorts, DirectoryPerson, KnownMeeting } from './ports.ts'
