/**
 * Where the support matrix begins: while a run is recorded, every answer of a mounted operation is noted with the test
 * during which it was given. `tools/record-conformance.ts` keeps what passing tests have seen.
 */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { AnteroomOptions } from '#server'
import { callerOf } from './callers.ts'
import type { Sighting } from './evidence.ts'

/** Undefined where nothing is recorded. */
export function observer(): AnteroomOptions['observe'] {
  const folder = process.env.ANTEROOM_CONFORMANCE_RESULTS
  if (!folder) return undefined
  const file = join(folder, `${process.pid}.jsonl`)
  return ({ surface, operation, headers, query, status }) => {
    const asked = query['api-version']?.toLowerCase()
    const { testPath = '', currentTestName } = expect.getState()
    const sighting: Sighting = {
      file: testPath,
      ...(currentTestName && { test: currentTestName }),
      api: surface.name,
      operation,
      version: surface.versions?.find(version => version.toLowerCase() === asked) ?? '',
      caller: callerOf(headers),
      status,
    }
    appendFileSync(file, `${JSON.stringify(sighting)}\n`)
  }
}
