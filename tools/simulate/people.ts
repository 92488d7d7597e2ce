/** Who takes part in the simulated day: the known world, seen as a fleet. */
import { knownWorld } from '#directory'

export interface Company {
  readonly name: string
  readonly tenant: string
  readonly clientId: string
  readonly clientSecret: string
  /** User principal names; the first organizes. */
  readonly users: readonly string[]
}

export const companies: readonly Company[] = knownWorld.tenants.map(({ name, id }) => {
  const app = knownWorld.apps.find(({ tenant }) => tenant === name)
  if (!app) throw new Error(`${name} has no app in the known world`)
  return {
    name,
    tenant: id,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    users: knownWorld.users
      .filter(user => user.tenant === name && !('userType' in user))
      .map(({ userPrincipalName }) => userPrincipalName),
  }
})

/** Whose first workspace has the tables of our own: the operator's surfaces answer only this tenant. */
export const OPERATOR = operatorOf(companies)

function operatorOf([first]: readonly Company[]): Company {
  if (!first) throw new Error('the known world has no tenant')
  return first
}

export const accessKeys: readonly string[] = knownWorld.resources.map(({ primaryKey }) => primaryKey)

/** Teams convenience recording, the bot the documents name. */
export const RECORDER = 'b1902c3e-b9f7-4650-9b23-5772bd429747'
