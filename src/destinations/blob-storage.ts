/**
 * A storage account: append blobs in the containers and under the names that Azure uses, one line of JSON a record,
 * one blob a resource and hour of reception (facts: diagnostic settings, storage destination).
 */
import {
  type AppendBlobClient,
  BlobServiceClient,
  type ContainerClient,
  RestError,
} from '@azure/storage-blob'
import { type Clock, Fault, type Instant, toIso } from '#base'
import type { EnvelopeOptions } from '#records'
import type { Batch, Destination, Item } from '#router'
import { type AppendTarget, LineAppender } from './json-lines/append-lines.ts'
import { passing, retryAfterMs, withinTime } from './outside-world.ts'
import { Recent } from './recent.ts'
import { containerOf, lineOf, METRICS } from './wire.ts'

export interface BlobStorageOptions extends EnvelopeOptions {
  /** What settings refer to: the storage account's ARM id. */
  readonly name: string
  readonly connectionString: string
  readonly clock: Clock
  /** Blocks after which the next blob is begun; absent: nearly as many as a blob takes. */
  readonly mostBlocks?: number
}

/** What every version of the service takes in one append. */
const BLOCK_BYTES = 4 * 1024 * 1024

/** A blob takes 50,000; the rest lets a batch that was begun end in the same blob. */
const MOST_BLOCKS = 49_900

/** Blobs that are remembered. */
const MOST_PARTS = 2_000

const PARALLEL = 4

export function blobStorageDestination(options: BlobStorageOptions): Destination {
  const { name, connectionString, clock, mostBlocks = MOST_BLOCKS } = options
  // Only the router retries.
  const service = BlobServiceClient.fromConnectionString(connectionString, { retryOptions: { maxTries: 1 } })
  const appender = new LineAppender()
  const parts = new Recent<Part>(MOST_PARTS)
  const append = async (batch: Batch, items: readonly [Item, ...Item[]], signal: AbortSignal) => {
    const { category, isReplay } = batch
    const folder = blobFolderOf(items[0])
    const container = service.getContainerClient(containerOf(category))
    const key = `${container.containerName}/${folder}`
    const part = await openPart({ container, folder, known: parts.get(key), mostBlocks, signal })
    parts.set(key, part)
    const lines = items.map(({ record }) => Buffer.from(`${lineOf(record, options)}\n`))
    const settings = { blockBytes: BLOCK_BYTES, areDistinct: category !== METRICS, isReplay }
    try {
      await appender.append(`${key}/${part.number}`, lines, { target: blobTarget(part, signal), ...settings })
    } catch (error) {
      // It may be gone: the next try looks.
      parts.delete(key)
      throw error
    }
  }
  return {
    name,
    kind: 'storage',
    parallel: PARALLEL,
    deliver: async (batch, signal) => {
      try {
        await withinTime({ clock, signal }, async within => {
          for (const [first, ...others] of Map.groupBy(batch.items, blobFolderOf).values()) {
            if (first) await append(batch, [first, ...others], within)
          }
        })
      } catch (error) {
        throw faultOf(error, clock.now())
      }
    },
  }
}

/** Nothing that storage answers blames a record: every trouble may pass. */
function faultOf(error: unknown, now: Instant): Fault {
  if (!(error instanceof RestError)) return passing('storage', error)
  const text = `storage: ${error.statusCode ?? ''} ${error.code ?? ''} ${error.message.split('\n')[0]}`
  const asked = retryAfterMs(error.response?.headers.get('retry-after'), now)
  return new Fault(text, { retryable: true, retryAfterMs: asked, cause: error })
}

/** Whether the client understands that connection string. */
export function isStorageString(text: string): boolean {
  try {
    return BlobServiceClient.fromConnectionString(text) !== undefined
  } catch {
    return false
  }
}

/** `resourceId=/SUBSCRIPTIONS/…/y=2026/m=01/d=15/h=09/m=00`: in capitals what is Azure's to name, the rest as it is. */
export function blobFolderOf({ record, receivedAt }: Item): string {
  const [, year, month, day, hour] = /^(\d+)-(\d\d)-(\d\d)T(\d\d)/.exec(toIso(receivedAt)) ?? []
  return `resourceId=${record.resource.toUpperCase()}/y=${year}/m=${month}/d=${day}/h=${hour}/m=00`
}

/** The blob of an hour that is being written to; after too many blocks a further one. */
interface Part {
  readonly number: number
  readonly blob: AppendBlobClient
  blocks: number
}

interface OpenPart {
  readonly container: ContainerClient
  readonly folder: string
  readonly known: Part | undefined
  readonly mostBlocks: number
  readonly signal: AbortSignal
}

async function openPart({ container, folder, known, mostBlocks, signal }: OpenPart): Promise<Part> {
  if (known && known.blocks < mostBlocks) return known
  for (let number = known ? known.number + 1 : 0; ; number += 1) {
    const blob = container.getAppendBlobClient(`${folder}/PT1H${number === 0 ? '' : `_${number}`}.json`)
    await createMissing(container, blob, signal)
    const { blobCommittedBlockCount: blocks = 0 } = await blob.getProperties({ abortSignal: signal })
    if (blocks < mostBlocks) return { number, blob, blocks }
  }
}

/** Both may be there already, and the container is asked for only when the blob cannot be made without. */
async function createMissing(container: ContainerClient, blob: AppendBlobClient, abortSignal: AbortSignal) {
  const blobHTTPHeaders = { blobContentType: 'application/octet-stream' }
  try {
    await blob.createIfNotExists({ abortSignal, blobHTTPHeaders })
  } catch (error) {
    if (!(error instanceof RestError) || error.statusCode !== 404) throw error
    await container.createIfNotExists({ abortSignal })
    await blob.createIfNotExists({ abortSignal, blobHTTPHeaders })
  }
}

/** Every append names its position: what a lost answer left behind is found out instead of written twice. */
function blobTarget(part: Part, abortSignal: AbortSignal): AppendTarget {
  const { blob } = part
  return {
    length: async () => (await blob.getProperties({ abortSignal })).contentLength ?? 0,
    read: (from, to) => blob.downloadToBuffer(from, to - from, { abortSignal }),
    append: async (block, appendPosition) => {
      await blob.appendBlock(block, block.length, { abortSignal, conditions: { appendPosition } })
      part.blocks += 1
    },
  }
}
