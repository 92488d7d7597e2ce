/** Alerts joined to what they ask and whom they tell. */
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Caller } from '#base'
import { type Alerts, createAlerts, createNotify, type Smtp } from '#query/alerts'
import { databaseOf } from '#workspace'
import { readingRights } from '../auth/may-read.ts'
import { OperatorError } from '../operator-error.ts'
import type { Settings } from '../settings/table.ts'
import type { Stages } from './behind-sources.ts'
import type { OpenOptions } from './options.ts'
import { houseWorkspace } from './world.ts'

const SmtpSetting = Type.Object({
  host: Type.String({ minLength: 1 }),
  port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
  secure: Type.Optional(Type.Boolean()),
  requireTls: Type.Optional(Type.Boolean()),
  ca: Type.Optional(Type.String()),
  user: Type.Optional(Type.String()),
  pass: Type.Optional(Type.String()),
  from: Type.String({ minLength: 3 }),
})

/** Evaluates from now on. Throws OperatorError for a mail server that is not described. */
export function openAlerts(options: OpenOptions, { state, directory, queries }: Stages): Alerts {
  const { settings, clock, ids, log, chance } = options
  const house = houseWorkspace(directory)
  const ofTenant = (tenant: string) => directory.workspaces().find(one => one.tenant === tenant) ?? house
  const tenantOf = (caller: Caller) => {
    const named = caller.kind === 'entra' ? directory.tenant(caller.tenant) : undefined
    return (named ?? directory.tenants()[0])?.id ?? ''
  }
  return createAlerts({
    state,
    queries,
    workspaceOf: scope => {
      const resource = directory.findResource(scope)
      const found = directory.workspace(scope) ?? (resource && ofTenant(resource.tenant))
      return found && { ...found, database: databaseOf(found.id) }
    },
    metrics: { ...house, database: databaseOf(house.id) },
    hasMetrics: scope => directory.findResource(scope) !== undefined,
    mayRead: readingRights({ directory, house, level: settings.entra }),
    tenantOf,
    notify: createNotify({ smtp: smtpOf(settings), secret: settings.alertSecret, clock }),
    clock,
    ids,
    log,
    chance,
  })
}

function smtpOf({ smtp }: Settings): Smtp | undefined {
  if (smtp === undefined) return undefined
  if (Value.Check(SmtpSetting, smtp)) return smtp
  throw new OperatorError(
    'smtp: expected {"host": …, "from": …} and, where needed, port, secure, requireTls, ca, user and pass.',
    'docs/alerts.md says what each means.',
  )
}
