/**
 * Files of JSON lines, one a category and hour of reception: `<folder>/<container>/<yyyy-MM-dd>T<HH>.jsonl`.
 * A batch is on the disk when it was taken.
 */
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault, messageOf, toIso } from '#base'
import type { EnvelopeOptions } from '#records'
import type { Batch, Destination, Item } from '#router'
import { type AppendTarget, LineAppender } from './json-lines/append-lines.ts'
import { containerOf, lineOf, METRICS } from './wire.ts'

export interface FileOptions extends EnvelopeOptions {
  /** What settings refer to. */
  readonly name: string
  readonly folder: string
}

/** A bound of memory, not of the file system. */
const BLOCK_BYTES = 4 * 1024 * 1024

/** The disk does not mind, the event loop does. */
const PARALLEL = 2

export function fileDestination(options: FileOptions): Destination {
  const { name, folder } = options
  const appender = new LineAppender()
  return {
    name,
    kind: 'partner',
    parallel: PARALLEL,
    deliver: async ({ category, items, isReplay }: Batch) => {
      for (const [hour, some] of Map.groupBy(items, hourOf)) {
        const path = join(folder, containerOf(category), `${hour}.jsonl`)
        const lines = some.map(({ record }) => Buffer.from(`${lineOf(record, options)}\n`))
        const areDistinct = category !== METRICS
        const target = fileTarget(path)
        await appender.append(path, lines, { target, blockBytes: BLOCK_BYTES, areDistinct, isReplay })
      }
    },
  }
}

/** `2026-01-15T09` */
const hourOf = ({ receivedAt }: Item): string => toIso(receivedAt).slice(0, 13)

function fileTarget(path: string): AppendTarget {
  return {
    length: () => trouble(path, wholeLinesOf(path)),
    read: (from, to) => trouble(path, readPart(path, from, to)),
    append: (block, at) => trouble(path, appendAt(path, block, at)),
  }
}

/** Every trouble of a disk may pass: it is filled, unmounted, mended. */
async function trouble<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new Fault(`${path}: ${messageOf(error)}`, { retryable: true, cause: error })
  }
}

const NEWLINE = 10

/** Length up to the last line end: half a line is left of a write that was cut off, and is taken away. */
async function wholeLinesOf(path: string): Promise<number> {
  await mkdir(dirname(path), { recursive: true })
  await using file = await open(path, 'a+')
  const { size } = await file.stat()
  const whole = await endOfLines(file, size)
  if (whole < size) await file.truncate(whole)
  return whole
}

async function endOfLines(file: FileHandle, size: number): Promise<number> {
  let end = size
  while (end > 0) {
    const from = Math.max(0, end - 65_536)
    const part = Buffer.alloc(end - from)
    await file.read(part, 0, part.length, from)
    const last = part.lastIndexOf(NEWLINE)
    if (last >= 0) return from + last + 1
    end = from
  }
  return 0
}

async function readPart(path: string, from: number, to: number): Promise<Buffer> {
  await using file = await open(path, 'r')
  const part = Buffer.alloc(to - from)
  const { bytesRead } = await file.read(part, 0, part.length, from)
  return part.subarray(0, bytesRead)
}

async function appendAt(path: string, block: Buffer, at: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await using file = await open(path, 'a')
  const { size } = await file.stat()
  if (size !== at) throw new Error(`holds ${size} bytes, not the ${at} that were written to it`)
  await file.appendFile(block)
  await file.datasync()
}
