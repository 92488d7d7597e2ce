/** Official identity clients of an Anteroom under test, and a way to ask whom a user token stands for. */
import {
  CommunicationIdentityClient,
  type CommunicationIdentityClientOptions,
} from '@azure/communication-identity'
import { expect } from 'vitest'
import { type Surface, standardErrorBody } from '#base'
import { type Anteroom, type AnteroomOptions, startForTest } from './harness.ts'

type ClientOptions = CommunicationIdentityClientOptions & {
  readonly resource?: Parameters<Anteroom['connectionString']>[0]
}

export interface IdentityTest extends AsyncDisposable {
  readonly anteroom: Anteroom
  /** Signs with the key of a resource, contoso-acs unless another is named. */
  clientFor(options?: ClientOptions): CommunicationIdentityClient
  /** Whom the server takes the bearer of that user token for, as chat and signalling ask it. */
  whoIs(token: string): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>
}

const whoAmI: Surface = {
  name: 'who am I',
  access: { kind: 'userToken' },
  prefixes: ['whoami'],
  errorBody: standardErrorBody,
  routes: [
    {
      id: 'WhoAmI',
      method: 'GET',
      path: '/whoami',
      handle: async ({ caller }) => ({ status: 200, body: caller }),
    },
  ],
}

/** Disposing fails when the server logged an error: nothing here is meant to provoke one. */
export async function startIdentityTest(options: AnteroomOptions = {}): Promise<IdentityTest> {
  const anteroom = await startForTest({ ...options, surfaces: [whoAmI] })
  return {
    anteroom,
    clientFor: ({ resource, ...rest } = {}) => {
      const trusting = { ...anteroom.trust, ...rest } as CommunicationIdentityClientOptions
      return new CommunicationIdentityClient(anteroom.connectionString(resource), trusting)
    },
    whoIs: async token => {
      const headers = { authorization: `Bearer ${token}` }
      const answer = await fetch(`${anteroom.httpOrigin}/whoami`, { headers })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    },
    [Symbol.asyncDispose]: async () => {
      await anteroom[Symbol.asyncDispose]()
      expect(anteroom.errors).toEqual([])
    },
  }
}

/** The error that the client throws. */
export const refusal = (
  call: Promise<unknown>,
): Promise<{ statusCode: number; code: string; message: string }> =>
  call.then(
    () => expect.unreachable('it was answered'),
    error => error,
  )

export const rawId = (user: { readonly communicationUserId: string }): string => user.communicationUserId
