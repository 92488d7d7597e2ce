import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { silentLog } from '#base'
import { openState } from '#state'
import { meetingsMigrations } from './store.ts'
import { START } from './testing/played-call.ts'
import { asAcs, asUser, put, startService } from './testing/service.ts'
import { aMeeting, users } from './testing/world.ts'

const folder = mkdtempSync(join(tmpdir(), 'meetings-'))
afterAll(() => rmSync(folder, { recursive: true }))

const meeting = aMeeting(users.organizerOfA)
const locator = { meetingId: meeting.joinMeetingId, passcode: meeting.passcode }

test('a killed server ends its calls at the last sign of life when it comes back, and only once', async () => {
  const path = join(folder, 'restarted.sqlite')
  const first = await startService({ path })
  await put(first, meeting)
  const organizer = await first.connect(asUser(users.organizerOfA))
  await organizer.join(locator)
  const guest = await first.connect(asAcs('g'))
  await guest.join(locator)
  const admitted = await first.connect(asAcs('a'))
  const participantId = await admitted.join(locator)
  await organizer.request({ type: 'admit', participantId })
  await admitted.sendStatistics([
    { id: 1, mediaType: 'Audio', direction: 'Outbound', transport: 'UDP', final: { jitterAvg: 4 } },
  ])
  first.clock.advance(12_000)
  await first.state.transact(() => {})
  await first.kill()

  const second = await startService({ path, seed: 2, startAt: START + 3_600_000 })
  const [call, ...others] = second.finishedCalls()
  expect(others).toEqual([])
  expect(call?.legs).toMatchObject([
    { ended: { code: 496, subCode: 7 }, joined: START, end: START + 10_000 },
    { ended: { code: 496, subCode: 7 }, lobby: { outcome: 'left', left: START + 10_000 } },
    { lobby: { outcome: 'admitted' }, joined: START, streams: [{ quality: { jitterAvg: 4 } }] },
  ])
  expect(second.meetings.snapshot()).toEqual([])
  await second.kill()
  const third = await startService({ path, seed: 3 })
  expect(third.finishedCalls()).toHaveLength(1)
  await third.kill()
})

test('kill -9 in the middle of joining: whoever was told of a join is in the call', async () => {
  const path = join(folder, 'killed.sqlite')
  const child = spawn(process.execPath, [
    fileURLToPath(new URL('./testing/joining-owner.ts', import.meta.url)),
    path,
  ])
  const told: string[] = []
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.stderr.on('data', chunk => reject(new Error(String(chunk))))
    child.stdout.on('data', chunk => {
      told.push(...String(chunk).split('\n').filter(Boolean))
      if (told.length >= 40) child.kill('SIGKILL')
    })
    child.on('exit', () => resolve())
  })
  const service = await startService({ path, seed: 5 })
  const legs = new Set(
    service.finishedCalls().flatMap(call => call.legs.map(leg => String(leg.participantId))),
  )
  const complete = told.filter(id => id.length === 36)
  expect(complete.length).toBeGreaterThanOrEqual(39)
  expect(complete.filter(id => !legs.has(id))).toEqual([])
  await service.kill()
})

test('an orderly stop ends live calls with 0/5003 and tells those in them', async () => {
  const service = await startService()
  await put(service, meeting)
  const organizer = await service.connect(asUser(users.organizerOfA))
  await organizer.join(locator)
  service.clock.advance(1000)
  await service.meetings.close()
  expect((await organizer.waitFor('Disconnected')).end).toMatchObject({ code: 0, subCode: 5003 })
  expect(service.finishedCalls()).toMatchObject([{ legs: [{ end: START + 1000 }] }])
  await service.kill()
})

test('when nothing can be stored a request is refused, but a hang-up waits until it can', async () => {
  const warnings: string[] = []
  const log = { ...silentLog, warn: (_: object, message: string) => void warnings.push(message) }
  const service = await startService({ log })
  await put(service, meeting)
  const organizer = await service.connect(asUser(users.organizerOfA))
  await organizer.join(locator)
  const usage = { entries: 1_000_000, bytes: 0 }
  await service.state.transact(tx => tx.hold(usage))
  await expect(organizer.request({ type: 'endForAll' })).rejects.toMatchObject({ code: 'ServerBusy' })
  const leaving = organizer.leave()
  await expect.poll(() => warnings).toHaveLength(1)
  expect(service.finishedCalls()).toEqual([])
  await service.state.transact(tx => tx.hold({ entries: -usage.entries, bytes: 0 }))
  await expect
    .poll(() => {
      service.clock.advance(5000)
      return service.finishedCalls().length
    })
    .toBe(1)
  await leaving
  expect(service.finishedCalls()).toMatchObject([{ legs: [{ end: START, ended: { code: 0, subCode: 0 } }] }])
  await service.kill()
})

test('the migrations apply to an empty file', async () => {
  const clock = { now: () => 0, after: () => ({ cancel: () => {} }) }
  const state = openState({ path: ':memory:', migrations: meetingsMigrations, clock, log: silentLog })
  expect(state.all('SELECT * FROM meetings_live_legs')).toEqual([])
  await state.close()
})
