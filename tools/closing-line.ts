/** Prints `N passed, N failed, N skipped` of a Vitest JSON report: the closing line of `.ci/run`. */
import { readFileSync } from 'node:fs'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numFailedTestSuites: number
}

const [file] = process.argv.slice(2)
if (!file) throw new Error('usage: closing-line.ts <vitest report.json>')
const report: Report = JSON.parse(readFileSync(file, 'utf8'))

/** A file that does not load has no failed test of its own, yet it failed. */
const failed = Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0)
console.log(`${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests} skipped`)
