/** Lines of JSON appended to files that grow: in blocks, in order, and without repeating what a failed try has left. */
import { Fault } from '#base'
import { Recent } from '../recent.ts'
import { overlap } from './overlap.ts'

/** Something that only grows. What it throws counts as trouble of the world. */
export interface AppendTarget {
  /** Bytes it holds now, as its store says. */
  length(): Promise<number>
  read(from: number, to: number): Promise<Buffer>
  /** Appends at exactly that position, the whole block or nothing. */
  append(block: Buffer, at: number): Promise<void>
}

/** What one process knows of a target that it wrote to. */
interface Known {
  /** Up to here everything is from batches that were taken as a whole. */
  readonly settled: number
  /** False: a try failed behind `settled`, how far it came is unknown. */
  readonly isClean: boolean
}

export interface AppendOptions {
  /** Most bytes of a block; a longer line is refused. */
  readonly blockBytes: number
  /**
   * False where two records may read the same: then a line that is there already cannot be told from the one to
   * come, unless this process knows where the failed try began.
   */
  readonly areDistinct: boolean
  readonly isReplay: boolean
}

/** Remembered targets; those that were not written to for longest are forgotten. */
const MOST_KNOWN = 2_000

export class LineAppender {
  readonly #known = new Recent<Known>(MOST_KNOWN)

  /** Appends the lines, each with its line end. Throws a Fault that is not retryable for a line that is too long. */
  async append(
    name: string,
    lines: readonly Buffer[],
    { target, ...options }: AppendOptions & { target: AppendTarget },
  ) {
    const blocks = (some: readonly Buffer[]) => blocksOf(some, options.blockBytes)
    blocks(lines)
    const known = this.#known.get(name)
    const { at, found } = await this.#whereToGoOn(known, lines, { target, ...options })
    const begin = at - bytesOf(lines.slice(0, found))
    this.#known.set(name, { settled: begin, isClean: false })
    let end = at
    for (const block of blocks(lines.slice(found))) {
      await target.append(block, end)
      end += block.length
    }
    this.#known.set(name, { settled: end, isClean: true })
  }

  async #whereToGoOn(
    known: Known | undefined,
    lines: readonly Buffer[],
    { target, isReplay, areDistinct }: AppendOptions & { target: AppendTarget },
  ): Promise<{ readonly at: number; readonly found: number }> {
    if (known?.isClean && !isReplay) return { at: known.settled, found: 0 }
    const at = await target.length()
    const failedFrom = known && !known.isClean ? known.settled : undefined
    if (!isReplay || (failedFrom === undefined && !areDistinct)) return { at, found: 0 }
    const from = Math.max(failedFrom ?? 0, at - bytesOf(lines))
    if (from >= at) return { at, found: 0 }
    return { at, found: overlap(await target.read(from, at), lines) }
  }
}

const bytesOf = (lines: readonly Buffer[]): number => lines.reduce((sum, line) => sum + line.length, 0)

/** Blocks end where lines end, so that a block that is missing never leaves half a line. */
function blocksOf(lines: readonly Buffer[], most: number): readonly Buffer[] {
  const blocks: Buffer[][] = []
  let room = 0
  for (const line of lines) {
    if (line.length > most) throw new Fault(`a record of ${line.length} bytes, at most ${most} fit`, REFUSED)
    if (line.length > room) {
      blocks.push([])
      room = most
    }
    blocks.at(-1)?.push(line)
    room -= line.length
  }
  return blocks.map(block => Buffer.concat(block))
}

const REFUSED = { retryable: false } as const
