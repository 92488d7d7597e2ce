/** What the disk did, told from what a statement did wrong. */
import { serverBusy } from './backlog.ts'

/** Primary result codes of SQLite by which a later try can succeed: busy, no memory, I/O error, disk full. */
const PASSING = new Set([5, 7, 10, 13])
const RETRY_AFTER_SECONDS = 10

/** True for trouble of the disk or the machine: the same change may succeed later. */
export function isStorageTrouble(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('errcode' in thrown)) return false
  return PASSING.has(Number(thrown.errcode) & 0xff)
}

/** A full disk reads like any other back-pressure (503 with Retry-After); everything else stays what it was. */
export const refusalOf = (thrown: unknown): unknown =>
  isStorageTrouble(thrown)
    ? serverBusy('The data could not be written to disk. Try again later.', RETRY_AFTER_SECONDS)
    : thrown
