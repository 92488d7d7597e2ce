/** `/operator`: live calls, and what the operator does in them. Ours; no Azure API has it. */
import { type Static, type TSchema, Type } from 'typebox'
import { type HttpRequest, type Route, type Surface, standardErrorBody } from '#base'
import { tenantId } from '#records'
import { StreamReports } from '../signalling/messages.ts'
import type { Operator } from './operator.ts'

const Guid = Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' })
const Phone = Type.Object({
  number: Type.String({ pattern: '^\\+\\d{3,15}$' }),
  displayName: Type.Optional(Type.String({ maxLength: 256 })),
  direction: Type.Enum(['in', 'out']),
})
const Bot = Type.Object({
  app: Guid,
  tenant: Type.Optional(Guid),
  displayName: Type.Optional(Type.String({ maxLength: 256 })),
  isVoiceApp: Type.Optional(Type.Boolean()),
})
const Measures = Type.Object({ streams: StreamReports })

export function operatorSurface(operator: Operator): Surface {
  const participant = '/operator/calls/{callId}/participants/{participantId}'
  return {
    name: 'operator',
    access: { kind: 'operator' },
    prefixes: ['operator'],
    errorBody: standardErrorBody,
    routes: [
      {
        id: 'ListLiveCalls',
        method: 'GET',
        path: '/operator/calls',
        handle: async () => ({ status: 200, body: { value: operator.calls() } }),
      },
      adding('AddPhone', '/operator/calls/{callId}/phones', Phone, (callId, phone) =>
        operator.addPhone(callId, phone),
      ),
      adding('AddBot', '/operator/calls/{callId}/bots', Bot, (callId, { tenant, ...bot }) =>
        operator.addBot(callId, { ...bot, ...(tenant !== undefined && { tenant: tenantId(tenant) }) }),
      ),
      acting('EndCall', '/operator/calls/{callId}/:end', ({ callId }) => operator.end(callId)),
      acting('AdmitAll', '/operator/calls/{callId}/:admitAll', ({ callId }) => operator.admitAll(callId)),
      acting('Admit', `${participant}/:admit`, at => operator.admit(at.callId, at.participantId)),
      acting('Reject', `${participant}/:reject`, at => operator.reject(at.callId, at.participantId)),
      acting('Remove', `${participant}/:remove`, at => operator.remove(at.callId, at.participantId)),
      acting('HangUp', `${participant}/:hangUp`, at => operator.hangUp(at.callId, at.participantId)),
      {
        ...acting(
          'Measure',
          `${participant}/:measure`,
          (at, { body }: HttpRequest<Static<typeof Measures>>) =>
            operator.measure(at.callId, at.participantId, body.streams),
        ),
        body: Measures,
      },
    ],
  }
}

interface Target {
  readonly callId: string
  readonly participantId: string
}

const targetOf = ({ params }: HttpRequest): Target => ({
  callId: params.callId ?? '',
  participantId: params.participantId ?? '',
})

function adding<Body extends TSchema>(
  id: string,
  path: string,
  body: Body,
  add: (callId: string, body: Static<Body>) => Promise<string>,
): Route {
  return {
    id,
    method: 'POST',
    path,
    body,
    handle: async (request: HttpRequest<unknown>) => {
      // Sound: the host has validated the body against this route's schema.
      const participantId = await add(targetOf(request).callId, request.body as Static<Body>)
      return { status: 201, body: { participantId } }
    },
  }
}

function acting<Body>(
  id: string,
  path: string,
  act: (target: Target, request: HttpRequest<Body>) => Promise<void>,
): Route {
  return {
    id,
    method: 'POST',
    path,
    handle: async request => {
      await act(targetOf(request), request as HttpRequest<Body>)
      return { status: 204 }
    },
  }
}
