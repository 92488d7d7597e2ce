/** Threads, messages and what happens in them, wire-compatible; every request leaves its record. */
export { type Chat, type ChatOptions, type ChatUsers, createChat } from './create-chat.ts'
export type { MeetingAttendee, MeetingChat } from './meeting-chat.ts'
export { type ChatSettings, chatDefaults } from './settings.ts'
export { chatMigrations } from './store/migrations.ts'
