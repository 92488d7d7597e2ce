/** The administration API over a real engine, for its tests: two tenants whose rows lie in one workspace. */
import { type HttpReply, type HttpRequest, type ManualClock, manualClock, seededIds, silentLog } from '#base'
import { directoryMigrations, openDirectory, type Seed } from '#directory'
import { armId, type Call, rowOf, TEAMS_PERSONS, type TeamsRole } from '#records'
import type { LiveCallView, LiveChange } from '#sources/meetings'
import { openState } from '#state'
import { centerSurface } from '#teams/center'
import { createReading } from '#teams/reading'
import { type LabelPolicy, organizerRows } from '#teams/record'
import { contoso, fabrikam } from '../../src/policy/testing/world.ts'
import { routeTable } from '../../src/server/http/route-table.ts'
import { aWorkspace, type TestWorkspace } from './a-workspace.ts'

export const OLIVIA = 'c0117050-0000-4000-8000-0000000000a1'
export const CARL = 'c0117050-0000-4000-8000-0000000000a2'
export const FRANK = 'fab41ca0-0000-4000-8000-0000000000a1'
/** Of the one meeting that was set up here. */
export const SHORT_LINK = 'https://teams.microsoft.com/meet/2712345678901?p=abc'
export const THREAD = '19:meeting_call-one@thread.v2'

const seed: Seed = {
  tenants: [
    { name: 'Contoso', id: contoso, domain: 'contoso.example' },
    { name: 'Fabrikam', id: fabrikam, domain: 'fabrikam.example' },
  ],
  users: [
    { tenant: 'Contoso', userPrincipalName: 'olivia@contoso.example', displayName: 'Olivia', id: OLIVIA },
    { tenant: 'Contoso', userPrincipalName: 'carl@contoso.example', displayName: 'Carl', id: CARL },
    { tenant: 'Fabrikam', userPrincipalName: 'frank@fabrikam.example', displayName: 'Frank', id: FRANK },
  ],
}

export interface TestCenter extends AsyncDisposable {
  readonly clock: ManualClock
  readonly workspace: TestWorkspace
  /** Puts the call on record, as its organizer's tenant keeps it. */
  record(call: Call): Promise<void>
  /** The same as it stands after 28 days. */
  recordWithoutPersons(call: Call): Promise<void>
  /** As the signalling tells of live calls. */
  tell(change: LiveChange): void
  get(path: string, as?: AskedAs): Promise<HttpReply>
  /** The body of an answer that must be 200. */
  body<Body>(path: string, as?: AskedAs): Promise<Body>
}

export interface AskedAs {
  readonly tenant?: string
  readonly role?: TeamsRole
}

/** On 15 January 2026 at noon, three hours after the calls of the builders. */
export async function aCenter(labels: LabelPolicy = 'anonymous'): Promise<TestCenter> {
  const clock = manualClock(Date.UTC(2026, 0, 15, 12))
  const state = openState({ path: ':memory:', migrations: directoryMigrations, clock, log: silentLog })
  const directory = openDirectory({ state, ids: seededIds(1) })
  const problems = await directory.apply(seed)
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
  const workspace = await aWorkspace(clock)
  const house = { id: workspace.id, name: 'teams', armId: armId('/teams'), tenant: contoso }
  const reading = createReading({ directory, house, queries: workspace.queries, ids: seededIds(2), labels })
  const listeners: ((change: LiveChange) => void)[] = []
  const meetings = {
    snapshot: (): readonly LiveCallView[] => [],
    soFar: () => undefined,
    onChange: (listener: (change: LiveChange) => void) => {
      listeners.push(listener)
      return () => {}
    },
  }
  const known = { find: (reference: string) => (reference === SHORT_LINK ? { threadId: THREAD } : undefined) }
  const routes = routeTable([centerSurface({ reading, directory, meetings, clock, known })])
  const get: TestCenter['get'] = async (path, { tenant = contoso, role } = {}) => {
    const [plain = '', search = ''] = path.split('?')
    const match = routes.match('GET', plain.split('/').filter(Boolean).map(decodeURIComponent))
    if (match.kind !== 'route') throw new Error(`no route for ${path}`)
    const query = { ...Object.fromEntries(new URLSearchParams(search)), ...(role && { role }) }
    const request: HttpRequest = {
      method: 'GET',
      target: path,
      params: match.params,
      query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name.toLowerCase(), value])),
      headers: {},
      body: undefined,
      caller: { kind: 'entra', tenant, subject: 'an-app' },
      requestId: 'r',
      receivedAt: clock.now(),
      remoteAddress: '127.0.0.1',
      origin: 'https://localhost',
      signal: new AbortController().signal,
    }
    return await match.route.handle(request)
  }
  const put = async (call: Call, isKept: (table: string) => boolean) => {
    const records = organizerRows(call, {
      version: 1,
      workspaceOf: () => house.armId,
      person: objectId => directory.user(objectId),
      region: '',
    })
    for (const record of records.filter(({ category }) => isKept(category))) {
      await workspace.put(record.category, record.time, [rowOf(record)])
    }
  }
  return {
    clock,
    workspace,
    get,
    body: async <Body>(path: string, as?: AskedAs) => {
      const { status, body } = await get(path, as)
      if (status !== 200) throw new Error(`${path}: ${status}`)
      return body as Body
    },
    tell: change => {
      for (const listener of listeners) listener(change)
    },
    record: call => put(call, () => true),
    recordWithoutPersons: call => put(call, table => table !== TEAMS_PERSONS),
    [Symbol.asyncDispose]: async () => {
      await workspace[Symbol.asyncDispose]()
      await state.close()
    },
  }
}
