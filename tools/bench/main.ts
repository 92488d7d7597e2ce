/**
 * `npm run bench [-- part …]`: the budgets that exist so far, as one table. Figures are reports and not gates, so the
 * exit code is 0 whatever they say. BENCH_ROWS sets the rows that queries run over; BENCH_FULL=1 means ten million.
 */
import { availableParallelism, loadavg } from 'node:os'
import { messageOf } from '#base'
import type { BenchResult } from './result.ts'

type Part = () => Promise<readonly BenchResult[]>

/** Loaded when they run: a part must not be measured with another one's modules in memory. */
const PARTS: Readonly<Record<string, () => Promise<Part>>> = {
  start: async () => (await import('./start.ts')).benchStart,
  identity: async () => (await import('./identity.ts')).benchIdentity,
  delivery: async () => (await import('./delivery.ts')).benchDelivery,
  ingest: async () => (await import('./workspace.ts')).benchWorkspace,
  media: async () => (await import('./media.ts')).benchMedia,
  kql: async () => (await import('./kql.ts')).benchKql,
  teams: async () => (await import('./teams.ts')).benchTeams,
  pages: async () => (await import('./pages.ts')).benchPages,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !(name in PARTS))
if (unknown.length > 0) {
  console.error(`bench: no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}.`)
  process.exitCode = 2
} else {
  await run(wanted.length > 0 ? wanted : Object.keys(PARTS))
  // Connections of the media library that their other end closed keep a process for ever.
  process.exit()
}

async function run(names: readonly string[]): Promise<void> {
  const results: BenchResult[] = []
  // Our own load comes on top later: what is there now is somebody else's.
  const others = loadavg()[0] ?? 0
  for (const name of names) {
    console.error(`bench: ${name} …`)
    results.push(...(await measured(name)))
  }
  print(results)
  const missed = results.filter(({ met }) => !met)
  console.log(
    missed.length === 0 ? '\nEvery budget is met.' : `\n${missed.length} of ${results.length} missed.`,
  )
  if (others > 0.5) console.log(noiseNote(others))
}

function noiseNote(others: number): string {
  const cores = availableParallelism()
  return `Others kept the machine busy at the start (load ${others.toFixed(1)} on ${cores} cores): times are too long, ratios hold.`
}

/** A part that breaks is a line too: the others still have something to say. */
async function measured(name: string): Promise<readonly BenchResult[]> {
  try {
    const part = await PARTS[name]?.()
    return part ? await part() : []
  } catch (error) {
    const note = `broke: ${messageOf(error)}`
    return [{ name, measured: Number.NaN, unit: '', budget: '', met: false, note }]
  }
}

function print(results: readonly BenchResult[]): void {
  const lines = [
    ['name', 'measured', 'budget', 'met', ''],
    ...results.map(({ name, measured, unit, budget, met, note = '' }) => [
      name,
      `${figure(measured)} ${unit}`,
      budget,
      met ? 'yes' : 'NO',
      note,
    ]),
  ]
  const widths = [0, 1, 2, 3].map(column => Math.max(...lines.map(line => line[column]?.length ?? 0)))
  for (const line of lines) {
    console.log(
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
}

function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2)
}
