/** How commands find the server that runs on a data folder: it leaves a note there while it serves. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { RUNNING_NOTE } from '../data-folder.ts'
import { OperatorError } from '../operator-error.ts'
import { writeSecret } from '../secret-file.ts'

export interface RunningServer {
  readonly origin: string
  readonly httpOrigin: string
  /** What clients must trust. */
  readonly caPath: string
  readonly pid: number
  /** Workspace that commands ask when none is named. */
  readonly workspace: string
}

const notePath = (folder: string): string => join(folder, RUNNING_NOTE)

export const leaveNote = (folder: string, server: RunningServer): Promise<void> =>
  writeSecret(notePath(folder), `${JSON.stringify(server, undefined, 2)}\n`)

export const removeNote = (folder: string): Promise<void> => rm(notePath(folder), { force: true })

/** The server that runs on the folder; undefined when none does. */
export async function runningOn(folder: string): Promise<RunningServer | undefined> {
  try {
    // Sound: only leaveNote writes the file, and replaces it in one step.
    const note = JSON.parse(await readFile(notePath(folder), 'utf8')) as RunningServer
    process.kill(note.pid, 0)
    return note
  } catch {
    return undefined
  }
}

/** Throws OperatorError when no server runs on the folder. */
export async function findRunning(folder: string): Promise<RunningServer> {
  const running = await runningOn(folder)
  if (running) return running
  throw new OperatorError(
    `No server runs on the data folder ${folder}.`,
    'Start one with anteroom start, or name its folder with --data.',
  )
}
