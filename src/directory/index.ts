/** Who exists and who owns what: tenants, users, resources with their keys, workspaces, apps, meeting settings. */
export type { NewResource } from './change-resource.ts'
export { type Directory, type DirectoryOptions, openDirectory } from './directory.ts'
export type {
  AccessKeys,
  AppRegistration,
  Authorship,
  CommunicationResource,
  KeyName,
  ManagedIdentity,
  ResourceTraits,
  Tenant,
  User,
  WorkspaceEntry,
} from './entities.ts'
export { knownWorld } from './known-world.ts'
export {
  type MeetingSettingName,
  type MeetingSettings,
  meetingSettingRows,
  type SettingHome,
} from './meeting-settings.ts'
export { type ParsedSeed, parseSeed, type Seed, SeedSchema } from './seed.ts'
export { directoryMigrations } from './store.ts'
