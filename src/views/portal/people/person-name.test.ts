import { expect, test } from 'vitest'
import { personName } from './person-name.ts'

test.each([
  ['acs:resource_user', 'user'],
  ['8:acs:ac500000-0000_75169ed3-6f41-4970-ac3d-d83f142d54fe', '75169ed3…54fe'],
  ['c0117050-0000-4000-8000-0000000000a1', 'c0117050…00a1'],
  ['+4930123456', '+4930123456'],
])('%s is %s', (identifier, name) => {
  expect(personName(identifier)).toBe(name)
})
