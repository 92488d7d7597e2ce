import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StreamReport } from '../engine/statistics.ts'
import { FakePlane } from '../testing/fake-plane.ts'
import { comeIn, offered } from '../testing/people.ts'
import { type Service, startService } from '../testing/service.ts'

let plane: FakePlane
let service: Service | undefined

beforeEach(() => {
  plane = new FakePlane()
})
afterEach(async () => {
  await service?.kill()
  service = undefined
})

async function start(): Promise<Service> {
  service = await startService({ media: plane, settings: { keepAliveMs: 3_600_000 } })
  return service
}

const audio: StreamReport = {
  id: 7,
  mediaType: 'Audio',
  direction: 'Outbound',
  transport: 'UDP',
  codec: 'OPUS',
}
const window = (packets: number) => ({ seconds: 10, packets })

test('the server speaks for a client that vanished; its last window, and late ones of the client, make a higher version', async () => {
  const host = await start()
  const person = await comeIn(host, 'x')
  await offered(person)
  const reports = [{ ...audio, participantId: person.id, window: window(500) }]
  plane.lastWords.set(person.id, [{ ...audio, participantId: person.id, window: window(250) }])
  plane.see({ type: 'reports', reports })
  await expect
    .poll(() => host.meetings.snapshot()[0]?.participants[0]?.streams)
    .toMatchObject([{ id: 7, measuredBy: 'server', window: { packets: 500 } }])
  await person.client.leave()
  const versions = () =>
    host
      .facts()
      .flatMap(fact =>
        fact.kind === 'call' ? [{ version: fact.version, stream: fact.call.legs[0]?.streams[0] }] : [],
      )
  expect(versions()).toMatchObject([
    { version: 1, stream: { measuredBy: 'server', quality: { packetUtilization: 500 } } },
  ])
  host.clock.advance(2000)
  await expect.poll(() => versions().length).toBe(2)
  expect(versions()[1]).toMatchObject({ version: 2, stream: { quality: { packetUtilization: 750 } } })

  const late = person.client.sendStatistics([{ ...audio, window: window(900) }])
  await expect
    .poll(() => {
      host.clock.advance(500)
      return versions().length
    })
    .toBe(3)
  await late
  expect(versions()[2]).toMatchObject({ version: 3, stream: { quality: { packetUtilization: 900 } } })
  expect(versions()[2]?.stream).not.toHaveProperty('measuredBy')
})

test('nothing new, no new version; a minute later nothing counts any more', async () => {
  const host = await start()
  const person = await comeIn(host, 'x')
  await offered(person)
  await person.client.sendStatistics([{ ...audio, final: { jitterAvg: 3 } }])
  plane.lastWords.set(person.id, [{ ...audio, participantId: person.id, window: window(250) }])
  await person.client.leave()
  host.clock.advance(2000)
  await person.client.request({ type: 'ping' })
  expect(host.finishedCalls()).toHaveLength(1)
  host.clock.advance(60_000)
  const late = person.client.sendStatistics([{ ...audio, final: { jitterAvg: 9 } }])
  await expect(late).rejects.toMatchObject({ code: 'CallOver' })
  expect(host.finishedCalls()).toHaveLength(1)
})
