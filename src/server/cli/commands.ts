/** The commands, each loaded when it is called: `query` must not wait for the server's modules. */
import type { Command } from './command.ts'

export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  query: async () => (await import('./query.ts')).query,
  meeting: async () => (await import('./meeting.ts')).meeting,
  fault: async () => (await import('./fault.ts')).fault,
  clock: async () => (await import('./clock.ts')).clock,
  snapshot: async () => (await import('./snapshot.ts')).snapshot,
  import: async () => (await import('./import.ts')).importCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  find: async () => (await import('./find.ts')).find,
  reset: async () => (await import('./reset.ts')).reset,
}
