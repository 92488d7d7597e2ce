/** Call records joined to the directory, the meetings and the tables of each tenant. */
import { ApiError, type Caller, type HttpRequest } from '#base'
import { meetingFor } from '#sources/meetings'
import { type CallRecords, type CallRecordsPorts, createCallRecords } from '#teams/call-records'
import { createReading, TEAMS_AUDIENCES } from '#teams/reading'
import { readingRights } from '../auth/may-read.ts'
import type { Stages } from './behind-sources.ts'
import type { OpenOptions } from './options.ts'
import { workspaceOf } from './teams.ts'
import { houseWorkspace } from './world.ts'

/** Watches for new records from now on. */
export function openCallRecords(options: OpenOptions, stages: Stages): CallRecords {
  const { settings, clock, ids, log, chance } = options
  const { state, directory, queries } = stages
  const house = houseWorkspace(directory)
  const reading = createReading({ directory, house, queries, ids, labels: settings.teamsLabels })
  const mayRead = readingRights({ directory, house, level: settings.entra })
  return createCallRecords({
    directory: {
      usersOf: tenant => directory.users().filter(user => user.tenant === tenant),
      user: reference => directory.user(reference),
      resource: reference => directory.findResource(reference),
      resourcesOf: tenant => directory.resourcesOf(tenant),
    },
    workspaceOf: workspaceOf(directory),
    meetings: { find: reference => meetingFor(state, reference) },
    askerOf: request => reading.readerOf(request),
    askerFor: namedTenant(stages, reading, caller => mayRead(caller, house.armId)),
    rows: (tenant, text, asking) => reading.rows(tenant, text, asking),
    audiences: TEAMS_AUDIENCES,
    state,
    clock,
    ids,
    log,
    chance,
  })
}

/** The operator, who reads what is of every tenant, may name one. */
function namedTenant(
  { directory }: Pick<Stages, 'directory'>,
  reading: Pick<ReturnType<typeof createReading>, 'readerOf'>,
  isOperator: (caller: Caller) => boolean,
): CallRecordsPorts['askerFor'] {
  return (request: HttpRequest) => {
    const reader = reading.readerOf(request)
    const { tenant: wanted } = request.query
    if (wanted === undefined) return reader
    const tenant = directory.tenant(wanted)?.id
    if (tenant === reader.tenant) return reader
    if (!isOperator(request.caller)) {
      throw new ApiError({
        status: 403,
        code: 'AuthorizationFailed',
        message: 'tenant: only the operator may name a tenant other than their own. Leave it out.',
      })
    }
    if (tenant) return { ...reader, tenant }
    throw new ApiError({
      status: 400,
      code: 'BadParameter',
      message: `tenant: found '${wanted.slice(0, 100)}', expected the id, name or domain of a tenant here.`,
    })
  }
}
