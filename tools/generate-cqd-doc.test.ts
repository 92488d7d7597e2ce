import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CQD_DOC, cqdDoc } from './generate-cqd-doc.ts'

test('docs/surface/cqd.md says what the tables say', () => {
  expect(readFileSync(CQD_DOC, 'utf8')).toBe(cqdDoc())
})
