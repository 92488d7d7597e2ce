import { expect, test } from 'vitest'
import { eventsOf } from './events.ts'

async function* inChunks(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

const TEXT =
  'retry: 1000\n\n: still here\n\nevent: record\nid: 7\ndata: {"a":1}\n\ndata: {"b":\ndata: 2}\n\nevent: cut'

test('events are the same however the stream is cut; comments and an unfinished end are none', async () => {
  for (const size of [1, 7, 1000]) {
    expect(await Array.fromAsync(eventsOf(inChunks(TEXT, size)))).toEqual([
      { event: 'record', id: '7', data: { a: 1 } },
      { event: 'message', id: undefined, data: { b: 2 } },
    ])
  }
})
