import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { KQL_DOC, kqlDoc } from './generate-kql-doc.ts'

test('docs/surface/kql.md says what the tables of the compiler say', () => {
  expect(readFileSync(KQL_DOC, 'utf8')).toBe(kqlDoc())
})
