/** What lies in a data folder, and what is done to it as a whole while nobody works on it. */
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Where every data folder has its state. */
export const STATE_FILE = 'state.sqlite'

/** What a server that runs leaves for commands to find it. */
export const RUNNING_NOTE = 'running.json'

/** State and rows; what remains are certificates, the token service's key and the snapshots. */
const DATA = [STATE_FILE, `${STATE_FILE}-wal`, `${STATE_FILE}-shm`, 'engine']
const SNAPSHOTS = 'snapshots'

export const isDataFolder = (folder: string): boolean => existsSync(join(folder, STATE_FILE))

/** Forgets all data; clients go on trusting the certificates. */
export async function forget(data: string): Promise<void> {
  for (const name of DATA) await rm(join(data, name), { recursive: true, force: true })
}

/** Copies all but the snapshots. It holds keys, so it is its owner's alone; it is whole as soon as it is there. */
export async function copyTo(data: string, target: string): Promise<void> {
  const partial = `${target}.partial`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true })
  await chmod(partial, 0o700)
  for (const name of await readdir(data)) {
    if (name === SNAPSHOTS || name === RUNNING_NOTE) continue
    await cp(join(data, name), join(partial, name), { recursive: true, verbatimSymlinks: true })
  }
  await rename(partial, target)
}

/** Puts state and rows of a copy in the place of those that are there; the copy is read before anything is let go. */
export async function bringBack(data: string, source: string): Promise<void> {
  const incoming = join(data, 'restoring')
  await rm(incoming, { recursive: true, force: true })
  await mkdir(incoming)
  const there = (await readdir(source)).filter(name => DATA.includes(name))
  for (const name of there) {
    await cp(join(source, name), join(incoming, name), { recursive: true, verbatimSymlinks: true })
  }
  await forget(data)
  for (const name of there) await rename(join(incoming, name), join(data, name))
  await rm(incoming, { recursive: true })
}

/** Where the snapshot of that name is, or would be. */
export const snapshotPath = (data: string, name: string): string => join(data, SNAPSHOTS, name)

export interface SavedSnapshot {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly savedAt: number
}

/** The oldest first. */
export async function snapshotsIn(data: string): Promise<readonly SavedSnapshot[]> {
  const folder = join(data, SNAPSHOTS)
  if (!existsSync(folder)) return []
  const names = (await readdir(folder)).filter(name => isDataFolder(join(folder, name)))
  const saved = names.map(async name => ({ name, savedAt: (await stat(join(folder, name))).mtimeMs }))
  return (await Promise.all(saved)).sort((a, b) => a.savedAt - b.savedAt)
}

/** Takes the snapshots along when a folder takes the place of another. */
export async function moveSnapshots(from: string, to: string): Promise<void> {
  if (existsSync(join(from, SNAPSHOTS))) await rename(join(from, SNAPSHOTS), join(to, SNAPSHOTS))
}
