/** Fifty people come and go while one stays: nothing of them is left, neither sockets nor memory nor lines of the connection. */
import { readdir, readFile, readlink } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { invariant } from '#base'
import { type Anteroom, startForTest } from '../conformance/harness.ts'
import { HOW_LONG, isLongRun } from '../long.ts'
import { chromiumPath, HOW_TO, type MediaPeople, type Person, peopleOf } from './media-people.ts'
import { childrenOf, residentBytes } from './process-tree.ts'

const isMissing = chromiumPath === undefined || !isLongRun
const PATIENCE = { timeout: 30_000, interval: 500 }
/** The first ones fill what is kept for good: compiled code, pools, caches. */
const WARM_UP = 10
const VISITS = 50
/** Of the media process. One that kept a visitor's packets would have 20 MB more of each ten. */
const MOST_MEGABYTES = 24

describe.skipIf(isMissing)(
  !isLongRun ? HOW_LONG : isMissing ? HOW_TO : 'in Chromium',
  { timeout: 600_000 },
  () => {
    let anteroom: Anteroom
    let people: MediaPeople

    beforeAll(async () => {
      anteroom = await startForTest({ settings: { mediaPort: 0, enforceLimits: false } })
      people = await peopleOf(anteroom)
    })
    afterAll(async () => {
      await people?.[Symbol.asyncDispose]()
      await anteroom?.[Symbol.asyncDispose]()
    })

    test('fifty joins and leaves leave nothing behind', async () => {
      const [host, visitor] = [await people.person(), await people.person()]
      const groupId = crypto.randomUUID()
      await host.join({ groupId })
      for (let visit = 0; visit < WARM_UP; visit++) await visitor.comeAndGo({ groupId })
      const media = await mediaProcess()
      const before = await usage(host, media)
      for (let visit = 0; visit < VISITS; visit++) await visitor.comeAndGo({ groupId })
      // The last one's connection is closed a moment after it has left.
      await expect
        .poll(async () => (await usage(host, media)).mediaSockets, PATIENCE)
        .toBe(before.mediaSockets)
      await expect
        .poll(async () => (await usage(host, media)).serverSockets, PATIENCE)
        .toBeLessThanOrEqual(before.serverSockets)
      const after = await usage(host, media)
      expect(after.lines).toBe(before.lines)
      expect(after.megabytes - before.megabytes).toBeLessThan(MOST_MEGABYTES)
      expect(await mediaProcess(), 'the process lived through it').toBe(media)
      await host.hangUp()
    })

    const usage = async (host: Person, media: number) => ({
      mediaSockets: await socketsOf(media),
      serverSockets: await socketsOf(process.pid),
      megabytes: (await residentBytes(media)) / 1_000_000,
      lines: await host.page.evaluate<number>('linesOfMedia()'),
    })
  },
)

async function socketsOf(pid: number): Promise<number> {
  const files = await readdir(`/proc/${pid}/fd`)
  // One that is closed between listing and looking is none.
  const targets = await Promise.all(files.map(file => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')))
  return targets.filter(target => target.startsWith('socket:')).length
}

/** The child of this process that carries media. */
async function mediaProcess(): Promise<number> {
  for (const pid of await childrenOf(process.pid)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes('sources/media/')) return pid
  }
  invariant(false, 'no media process runs')
}
