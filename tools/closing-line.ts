/**
 * Prints `N passed, N failed, N skipped` of a Vitest JSON report: the closing line of `.ci/run`. Before it every test
 * that passed at the second try only, with why the first one failed.
 */
import { readFileSync } from 'node:fs'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numFailedTestSuites: number
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[] | null
    }[]
  }[]
}

const [file] = process.argv.slice(2)
if (!file) throw new Error('usage: closing-line.ts <vitest report.json>')
const report: Report = JSON.parse(readFileSync(file, 'utf8'))

for (const { name, assertionResults } of report.testResults) {
  for (const { status, fullName, failureMessages } of assertionResults) {
    const [why] = failureMessages ?? []
    if (status === 'passed' && why !== undefined)
      console.log(`at the second try: ${name}: ${fullName}: ${why.split('\n')[0]}`)
  }
}

/** A file that does not load has no failed test of its own, yet it failed. */
const failed = Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0)
console.log(`${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests} skipped`)
