/** A request to an API, successful unless the test says otherwise. */
import type { Operation } from '#records'
import { contosoOne } from './world.ts'

export const anOperation = (change: Partial<Operation> = {}): Operation => ({
  id: 'operation-1',
  api: 'identity',
  name: 'CreateToken',
  resource: contosoOne.id,
  at: Date.UTC(2026, 0, 15, 9),
  durationMs: 12.4,
  statusCode: 200,
  apiVersion: '2023-10-01',
  uri: 'https://localhost:7443/identities/8:acs:x/:issueAccessToken?api-version=2023-10-01',
  callerIp: '127.0.0.1',
  identity: '8:acs:x_y',
  scopes: ['chat', 'voip'],
  userAgent: 'azsdk-js-communication-identity/1.3.1 core-rest-pipeline/1.16.0 Node/24.1.0 (Linux 6.1; x64)',
  correlationId: 'correlation-1',
  ...change,
})
