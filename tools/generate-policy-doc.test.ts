import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { POLICY_DOC, policyDoc } from './generate-policy-doc.ts'

test('docs/policy.md says what the rules say', () => {
  expect(readFileSync(POLICY_DOC, 'utf8')).toBe(policyDoc())
})
