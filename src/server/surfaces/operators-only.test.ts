import { expect, test } from 'vitest'
import { type Caller, type Surface, standardErrorBody } from '#base'
import { operatorsOnly } from './operators-only.ts'

const surface = (audience: string): Surface => ({
  name: audience,
  access: { kind: 'entra', audiences: [audience] },
  prefixes: [],
  errorBody: standardErrorBody,
  routes: [{ id: 'Ask', method: 'GET', path: '/ask', handle: async () => ({ status: 200 }) }],
})
const isOperator = (caller: Caller) => caller.kind === 'entra' && caller.tenant === 'operator'
const [operators, others] = operatorsOnly(
  [surface('https://anteroom.local'), surface('https://graph.microsoft.com')],
  isOperator,
)
const ask = (of: Surface | undefined, tenant: string) =>
  // Sound: the guard reads the caller alone.
  of?.routes[0]?.handle({ caller: { kind: 'entra', tenant, subject: 's' } } as never)

test('an operator’s surface answers the operator’s tenant and refuses others with 403', async () => {
  expect(await ask(operators, 'operator')).toEqual({ status: 200 })
  await expect(ask(operators, 'other')).rejects.toMatchObject({ status: 403, code: 'AuthorizationFailed' })
})

test('other surfaces answer everybody as before', async () => {
  expect(await ask(others, 'other')).toEqual({ status: 200 })
})
