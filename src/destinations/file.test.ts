import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fileDestination } from './file.ts'
import { aBatch, aLargeRecord, aRecord, idOfWire, keepsTheContract } from './testing/contract.ts'

async function open() {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-files-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const text = async () => {
    const names = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.jsonl'))
    const texts = await Promise.all(names.sort().map(name => readFile(join(folder, name), 'utf8')))
    return texts.join('')
  }
  const received = async () =>
    (await text())
      .split('\n')
      .filter(line => line !== '')
      .map(line => idOfWire(JSON.parse(line)))
  return { destination: fileDestination({ name: 'archive', folder }), folder, received, text }
}

keepsTheContract('files', {
  promise: 'exactlyOnce',
  refused: aLargeRecord(9, 5 * 1024 * 1024),
  open,
})

test('one file a category and hour of reception', async () => {
  const { destination, folder } = await open()
  const { items, ...rest } = aBatch([aRecord(0), aRecord(1)])
  await destination.deliver({
    ...rest,
    items: items.map((item, n) => ({ ...item, receivedAt: item.receivedAt + n * 3_600_000 })),
  })
  expect(await readdir(join(folder, 'insights-logs-authoperational'))).toEqual([
    '2026-01-15T12.jsonl',
    '2026-01-15T13.jsonl',
  ])
})

test('half a line, left by a crash, is taken away, and what was written before it is not repeated', async () => {
  const { destination, folder, received } = await open()
  await destination.deliver(aBatch([aRecord(0), aRecord(1)]))
  const path = join(folder, 'insights-logs-authoperational', '2026-01-15T12.jsonl')
  await appendFile(path, '{"time":"2026-01-15T12')
  const next = fileDestination({ name: 'archive', folder })
  await next.deliver(aBatch([aRecord(1), aRecord(2)], true))
  expect(await received()).toEqual(['record-00000', 'record-00001', 'record-00002'])
})

test('a file that somebody takes away is begun anew at the next try', async () => {
  const { destination, folder, received } = await open()
  await destination.deliver(aBatch([aRecord(0)]))
  await rm(folder, { recursive: true })
  await expect(destination.deliver(aBatch([aRecord(1)]))).rejects.toMatchObject({ retryable: true })
  await destination.deliver(aBatch([aRecord(1)], true))
  expect(await received()).toEqual(['record-00001'])
})

test('a folder that cannot be written may be mended: the records wait', async () => {
  const { folder } = await open()
  await appendFile(join(folder, 'taken'), '')
  const destination = fileDestination({ name: 'archive', folder: join(folder, 'taken', 'below') })
  await expect(destination.deliver(aBatch([aRecord(0)]))).rejects.toMatchObject({ retryable: true })
})
