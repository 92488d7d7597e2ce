/** What control asks of whoever keeps the data. */

export interface KeptSnapshot {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly savedAt: number
}

/**
 * All that is kept. To forget it, put it aside or bring it back the server stands still: live calls end, sockets and
 * streams close, requests wait. Certificates and the token service's key stay what they are.
 */
export interface Keeper {
  /** Why it can't be done now: the rows lie in a ClickHouse server, or something else is being done. */
  problem(): 'rowsElsewhere' | 'busy' | undefined
  /** Forgets everything and begins with the seed. */
  reset(): Promise<void>
  /** The oldest first. */
  snapshots(): Promise<readonly KeptSnapshot[]>
  has(name: string): Promise<boolean>
  save(name: string): Promise<void>
  restore(name: string): Promise<void>
  remove(name: string): Promise<void>
}
