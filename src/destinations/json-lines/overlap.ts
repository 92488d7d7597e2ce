/**
 * How much of a batch an earlier try has already written: pure. A lane has one writer that appends in order, so what
 * is left of an unfinished try stands at the end of the file as the first lines of the batch.
 */

/** How many of the first lines the tail ends with, byte for byte. */
export function overlap(tail: Buffer, lines: readonly Buffer[]): number {
  const joined = Buffer.concat(lines)
  let end = joined.length
  for (let count = lines.length; count > 0; count -= 1) {
    if (end <= tail.length && tail.subarray(tail.length - end).equals(joined.subarray(0, end))) return count
    end -= lines[count - 1]?.length ?? 0
  }
  return 0
}
