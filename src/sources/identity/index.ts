/** Users of Communication Services and their tokens, wire-compatible; every request leaves its record. */
export { createIdentity, type Identity, type IdentityOptions } from './create-identity.ts'
export type { EntraProblem } from './entra-user.ts'
export { type IdentitySettings, identityDefaults } from './settings.ts'
export { identityMigrations } from './store.ts'
