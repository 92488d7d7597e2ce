/** Processes and their memory, as Linux tells them. */
import { readdir, readFile } from 'node:fs/promises'

/** Process ids of the direct children. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const parents = await Promise.all((await pids()).map(async one => [one, await parentOf(one)] as const))
  return parents.filter(([, parent]) => parent === pid).map(([one]) => one)
}

/** Resident memory of the process and everything below it, in bytes; the dead count nothing. */
export async function residentBytes(pid: number): Promise<number> {
  const below = await Promise.all((await childrenOf(pid)).map(residentBytes))
  return below.reduce((sum, bytes) => sum + bytes, await ownBytes(pid))
}

const pids = async () => (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number)

/** The fourth field; the second is a name in parentheses, which may hold anything. */
async function parentOf(pid: number): Promise<number> {
  const stat = await textOf(`/proc/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

async function ownBytes(pid: number): Promise<number> {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(await textOf(`/proc/${pid}/status`))?.[1]
  return Number(kilobytes ?? 0) * 1024
}

/** Empty for a process that ended meanwhile. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return ''
  }
}
