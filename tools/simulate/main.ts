/**
 * `npm run demo`: a seeded fleet of meetings with external users through the real signalling. Where a server runs on
 * the data folder, they play there and now; otherwise one is started for a day compressed into a minute or two, and
 * goes on serving afterwards.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { parseArgs } from 'node:util'
import { type Clock, randomIds, sleep, systemClock } from '#base'
import { defaultSettings, leaveNote, openLog, removeNote, runningOn, startAnteroom } from '#server'
import { meetingsDefaults } from '#sources/meetings'
import { fastClock } from './fast-clock.ts'
import { accessKeys, companies } from './people.ts'
import { FIRST_MINUTE, LAST_MINUTE, type MeetingPlan, planDay } from './plan.ts'
import { playMeeting, type Tally } from './play-meeting.ts'
import { progressBar } from './progress-bar.ts'
import { serverAt } from './server.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: defaultSettings.data },
    meetings: { type: 'string', default: '40' },
    seconds: { type: 'string', default: '90' },
    seed: { type: 'string', default: '1' },
    exit: { type: 'boolean', default: false },
  },
})

const MINUTE = 60_000
const whole = (name: 'meetings' | 'seconds' | 'seed'): number => {
  const number = Number(values[name])
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`--${name}: found ${JSON.stringify(values[name])}, expected a whole number above 0.`)
}

/** The office day and an hour to let the last meeting end. */
const DAY_MS = (LAST_MINUTE - FIRST_MINUTE + 60) * MINUTE

interface Scene {
  readonly origin: string
  readonly caPath: string
  readonly clock: Clock
  /** What the server takes for now, for signatures. */
  readonly serverClock: Clock
  readonly canTimeOut: boolean
}

async function play(scene: Scene): Promise<void> {
  const ca = await readFile(scene.caPath, 'utf8')
  setDefaultCACertificates([...getCACertificates('default'), ca])
  const plans = planDay({
    seed: whole('seed'),
    meetings: whole('meetings'),
    tenants: companies.length,
    resources: accessKeys.length,
  })
  const server = serverAt({ origin: scene.origin, ca, clock: scene.serverClock })
  const stage = {
    ...scene,
    server,
    ids: randomIds,
    signalUrl: `${scene.origin.replace(/^http/, 'ws')}/signal`,
  }
  const tally: Tally = { meetings: 0, joined: 0, turnedAway: 0, failed: [] }
  const began = scene.clock.now()
  const bar = progressBar(process.stdout, plans.length)
  // Timers of the clock do not keep a process alive, and the server may be another one.
  const alive = setInterval(() => {}, MINUTE)
  const playOne = async (plan: MeetingPlan) => {
    await sleep(scene.clock, (plan.startsAtMinute - FIRST_MINUTE) * MINUTE - (scene.clock.now() - began))
    await playMeeting(plan, stage, tally).catch(error => void tally.failed.push(String(error)))
    bar.step(`${tally.joined} joined, ${tally.turnedAway} turned away`)
  }
  await Promise.all(plans.map(playOne))
  bar.end()
  clearInterval(alive)
  server.close()
  for (const failure of tally.failed) console.error(`  failed: ${failure}`)
  if (tally.failed.length > 0) process.exitCode = 1
}

/** Against a server that runs already: its time is ours, so everything is shorter and happens now. */
async function playThere(running: { readonly origin: string; readonly caPath: string }): Promise<void> {
  console.log(`\n  Playing ${values.meetings} meetings on ${running.origin}; their hours pass in seconds.\n`)
  const speed = DAY_MS / (whole('seconds') * 1000)
  const clock = fastClock(systemClock, { speed, behindMs: DAY_MS, waitsStayShort: true })
  await play({ ...running, clock, serverClock: systemClock, canTimeOut: false })
}

async function playHere(): Promise<void> {
  const data = resolve(values.data)
  const speed = DAY_MS / (whole('seconds') * 1000)
  const clock = fastClock(systemClock, { speed, behindMs: DAY_MS })
  const anteroom = await startAnteroom({
    settings: { ...defaultSettings, data, lobbyMinutes: 5 },
    clock: { now: clock.now, after: systemClock.after },
    meetingsClock: clock,
    meetingsSettings: {
      keepAliveMs: meetingsDefaults.keepAliveMs * speed,
      helloMs: meetingsDefaults.helloMs * speed,
      lateMs: meetingsDefaults.lateMs * speed,
    },
    ids: randomIds,
    log: openLog('warn'),
    chance: Math.random,
    trustTime: true,
  })
  const { host } = anteroom
  const caPath = resolve(host.tls.caPath)
  const workspace = anteroom.directory.workspaces()[0]?.id ?? ''
  await leaveNote(data, {
    origin: host.origin,
    httpOrigin: host.httpOrigin,
    caPath,
    workspace,
    pid: process.pid,
  })
  try {
    console.log(`\n  A day of ${values.meetings} meetings in ${values.seconds} s, on ${host.origin}.\n`)
    await play({ origin: host.origin, caPath, clock, serverClock: clock, canTimeOut: true })
    await anteroom.router.drain()
    printQueries()
    if (!values.exit) await serveOn()
  } finally {
    await removeNote(data)
    await anteroom.close()
  }
}

function printQueries(): void {
  console.log(`
  Three queries to try:

    npm run -s anteroom -- query 'ACSCallSummary | summarize Participants = count() by EndpointType, ParticipantEndSubCode, ResultCategory | order by Participants'
    npm run -s anteroom -- query 'AnteroomVerdicts_CL | where Outcome == "withheld" | summarize Participants = dcount(ParticipantId) by ParticipantKind, Rules = tostring(Rules)'
    npm run -s anteroom -- query 'ACSCallDiagnostics | where MediaType == "Audio" | summarize Streams = count(), Poor = countif(PacketLossRateAvg > 0.1 or RoundTripTimeAvg > 500 or JitterAvg > 30) by StreamDirection'
`)
}

async function serveOn(): Promise<void> {
  console.log('  Serving on; Ctrl-C stops.\n')
  await new Promise<void>(stop => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop())
  })
}

const running = await runningOn(values.data)
if (running) {
  await playThere(running)
  printQueries()
} else await playHere()
