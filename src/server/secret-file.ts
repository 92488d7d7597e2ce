/** Files that hold private keys: readable by their owner alone, never half-written. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Reads the file, or makes, stores and gives its text when there is none. */
export async function readOrMakeSecret(path: string, make: () => Promise<string>): Promise<string> {
  const known = await readIfThere(path)
  if (known !== undefined) return known
  const made = await make()
  await writeSecret(path, made)
  return made
}

/** Replaces the file in one step; mode 0600 in a folder of mode 0700. */
export async function writeSecret(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(`${path}.new`, text, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'ENOENT') return undefined
    throw error
  }
}
