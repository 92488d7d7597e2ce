/** What a module may say to the operator: structured, never with keys, tokens or passcodes in it. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }
