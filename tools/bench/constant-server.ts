/** The product as a process, with one route beside its own that answers a constant to the same callers. */
import { type Surface, standardErrorBody } from '#base'
import { aProduct } from './product.ts'

const constant: Surface = {
  name: 'constant',
  access: { kind: 'communication' },
  prefixes: ['constant'],
  errorBody: standardErrorBody,
  routes: [
    {
      id: 'Constant',
      method: 'POST',
      path: '/constant',
      handle: async () => ({
        status: 201,
        body: { identity: { id: '8:acs:00000000-0000-4000-8000-000000000000_0' } },
      }),
    },
  ],
}

const product = await aProduct([constant])
const { origin, tls } = product.anteroom.host
console.log(JSON.stringify({ origin, ca: tls.caPem }))
process.once('SIGTERM', () => product[Symbol.asyncDispose]())
