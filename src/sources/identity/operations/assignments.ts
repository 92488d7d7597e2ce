/** Which Teams users a resource may take calls for (Teams Phone extensibility). */
import { Type } from 'typebox'
import { apiError } from '../errors.ts'
import { type Operation, operation } from '../operation.ts'
import { type Assignment, assignmentsOf, deleteAssignment, putAssignment } from '../store.ts'

const PATH = '/access/teamsExtension/tenants/{tenantId}/assignments/{objectId}'

const AssignmentRequest = Type.Object({
  principalType: Type.Union([
    Type.Literal('user'),
    Type.Literal('teamsResourceAccount'),
    Type.Literal('resourceAccount'),
  ]),
  clientIds: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100 })),
})

const put = operation({
  id: 'PutTeamsExtensionAssignment',
  method: 'PUT',
  path: PATH,
  body: AssignmentRequest,
  prepare: async ({ resource, params, body }) => {
    const { principalType, clientIds } = body
    const stored = {
      resource: resource.id,
      ...keyOf(params),
      principalType,
      clientIds: clientIds ? JSON.stringify(clientIds) : null,
    }
    return tx => ({ reply: { status: putAssignment(tx, stored) ? 201 : 200, body: bodyOf(stored) } })
  },
})

const get: Operation = {
  id: 'GetTeamsExtensionAssignment',
  method: 'GET',
  path: PATH,
  prepare: async ({ resource, params }) => {
    const { tenant, object } = keyOf(params)
    return tx => {
      const found = assignmentsOf(tx, tenant, object).find(assignment => assignment.resource === resource.id)
      if (!found) throw apiError('AssignmentNotFound')
      return { reply: { status: 200, body: bodyOf(found) } }
    }
  },
}

const remove: Operation = {
  id: 'DeleteTeamsExtensionAssignment',
  method: 'DELETE',
  path: PATH,
  prepare: async ({ resource, params }) => {
    const key = keyOf(params)
    return tx => {
      if (!deleteAssignment(tx, resource.id, key)) throw apiError('AssignmentNotFound')
      return { reply: { status: 204 } }
    }
  },
}

export const assignmentOperations: readonly Operation[] = [put, get, remove]

const keyOf = ({ tenantId = '', objectId = '' }: Readonly<Record<string, string>>) => ({
  tenant: tenantId.toLowerCase(),
  object: objectId.toLowerCase(),
})

const bodyOf = ({ object, tenant, principalType, clientIds }: Assignment) => ({
  objectId: object,
  tenantId: tenant,
  principalType,
  ...(clientIds !== null && { clientIds: JSON.parse(clientIds) }),
})
