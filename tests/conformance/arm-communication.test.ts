/** Microsoft's management client of Communication Services is the judge of how resources are made and deleted. */
import { CommunicationIdentityClient } from '@azure/communication-identity'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { all, communicationClient, GROUP, plainClient, refusal, SUBSCRIPTION } from './arm-clients.ts'
import { type Anteroom, startForTest } from './harness.ts'

let anteroom: Anteroom
let services: ReturnType<typeof communicationClient>['communicationServices']
let plain: ReturnType<typeof plainClient>

beforeAll(async () => {
  anteroom = await startForTest()
  services = communicationClient(anteroom).communicationServices
  plain = plainClient(anteroom)
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

const PATH = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}/providers/Microsoft.Communication`
const VERSION = 'api-version=2025-09-01'
const inEurope = { location: 'Global', dataLocation: 'Europe' }
const make = (name: string, more: object = {}) =>
  services.beginCreateOrUpdateAndWait(GROUP, name, { ...inEurope, ...more })

/** Creates a user with that connection string, which only a right key does. */
const usesKey = (connectionString = '') =>
  new CommunicationIdentityClient(connectionString, {
    ...anteroom.trust,
    retryOptions: { maxRetries: 0 },
  } as object)
    .createUser()
    .then(({ communicationUserId }) => communicationUserId)

describe('a resource', () => {
  test('is made, shown, listed, and works at once with its listed connection strings', async () => {
    const made = await make('Fresh-acs', { tags: { team: 'guests' } })
    expect(made).toMatchObject({
      id: `${PATH}/CommunicationServices/Fresh-acs`,
      name: 'Fresh-acs',
      type: 'Microsoft.Communication/CommunicationServices',
      location: 'global',
      tags: { team: 'guests' },
      provisioningState: 'Succeeded',
      dataLocation: 'Europe',
      hostName: new URL(anteroom.origin).host,
      publicNetworkAccess: 'Enabled',
      disableLocalAuth: false,
      systemData: { createdByType: 'Application', createdAt: expect.any(Date) },
    })
    expect(await services.get(GROUP.toUpperCase(), 'fresh-ACS')).toEqual(made)
    expect((await all(services.listByResourceGroup(GROUP))).map(({ name }) => name)).toEqual(['Fresh-acs'])
    expect((await all(services.listBySubscription())).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['contoso-acs', 'Fresh-acs']),
    )
    const keys = await services.listKeys(GROUP, 'Fresh-acs')
    for (const text of [keys.primaryConnectionString, keys.secondaryConnectionString])
      expect(await usesKey(text)).toContain(`8:acs:${made.immutableResourceId}_`)
  })

  test('is changed by a second PUT and by PATCH; PUT forgets what it leaves out, PATCH does not', async () => {
    await make('change-acs', { tags: { a: '1' }, identity: { type: 'SystemAssigned' }, linkedDomains: ['d'] })
    const patched = await services.update(GROUP, 'change-acs', { tags: { b: '2' } })
    expect(patched).toMatchObject({
      tags: { b: '2' },
      linkedDomains: ['d'],
      identity: { type: 'SystemAssigned', principalId: expect.any(String), tenantId: expect.any(String) },
    })
    const replaced = await make('change-acs', { publicNetworkAccess: 'Disabled' })
    expect(replaced).toMatchObject({ tags: {}, linkedDomains: [], publicNetworkAccess: 'Disabled' })
    expect(replaced.immutableResourceId).toBe(patched.immutableResourceId)
    expect(replaced.identity).toBeUndefined()
    const again = await plain('PUT', `${PATH}/communicationServices/change-acs?${VERSION}`, {
      location: 'global',
      properties: { dataLocation: 'europe' },
    })
    expect(again.status).toBe(200)
  })

  test('is made once when it is asked for twice at the same time', async () => {
    const body = { location: 'global', properties: { dataLocation: 'Europe' } }
    const both = [1, 2].map(() => plain('PUT', `${PATH}/communicationServices/twice-acs?${VERSION}`, body))
    const answers = await Promise.all(both)
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201])
    const { immutableResourceId } = await services.get(GROUP, 'twice-acs')
    expect(answers.map(({ body }) => body?.properties)).toMatchObject([
      { immutableResourceId },
      { immutableResourceId },
    ])
  })

  test('gives a new key and refuses the old one', async () => {
    await make('keys-acs')
    const before = await services.listKeys(GROUP, 'keys-acs')
    const given = await services.regenerateKey(GROUP, 'keys-acs', { keyType: 'Primary' })
    expect(Object.keys(given).sort()).toEqual(['primaryConnectionString', 'primaryKey'])
    expect(given.primaryKey).not.toBe(before.primaryKey)
    await usesKey(given.primaryConnectionString)
    await usesKey(before.secondaryConnectionString)
    expect(await refusal(usesKey(before.primaryConnectionString))).toMatchObject({ statusCode: 401 })
    await services.update(GROUP, 'keys-acs', { disableLocalAuth: true })
    expect(await refusal(usesKey(given.primaryConnectionString))).toMatchObject({ statusCode: 401 })
  })

  test('is deleted with its keys, frees its name, and is a new one when it is made again', async () => {
    const first = await make('gone-acs')
    const { primaryConnectionString } = await services.listKeys(GROUP, 'gone-acs')
    await services.beginDeleteAndWait(GROUP, 'gone-acs')
    expect(await refusal(services.get(GROUP, 'gone-acs'))).toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
    })
    expect(await refusal(usesKey(primaryConnectionString))).toMatchObject({ statusCode: 401 })
    expect((await plain('DELETE', `${PATH}/communicationServices/gone-acs?${VERSION}`)).status).toBe(204)
    const second = await make('gone-acs')
    expect(second.immutableResourceId).not.toBe(first.immutableResourceId)
  })

  test('a user token ends with the resource of its user', async () => {
    await make('token-acs')
    const { primaryConnectionString = '' } = await services.listKeys(GROUP, 'token-acs')
    const client = new CommunicationIdentityClient(primaryConnectionString, anteroom.trust as object)
    const { token } = await client.createUserAndToken(['chat'])
    const threads = () =>
      fetch(`${anteroom.httpOrigin}/chat/threads?api-version=2025-03-15`, {
        headers: { authorization: `Bearer ${token}` },
      })
    expect((await threads()).status).toBe(200)
    await services.beginDeleteAndWait(GROUP, 'token-acs')
    const refused = await threads()
    expect([refused.status, await refused.text()]).toEqual([401, expect.stringContaining('revoked')])
  })

  test('links a notification hub by its id', async () => {
    await make('hub-acs')
    const resourceId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.NotificationHubs/namespaces/n/notificationHubs/h`
    const linkNotificationHubParameters = { resourceId, connectionString: 'Endpoint=sb://secret' }
    const linked = await services.linkNotificationHub(GROUP, 'hub-acs', { linkNotificationHubParameters })
    expect(linked.resourceId).toBe(resourceId)
    expect((await services.get(GROUP, 'hub-acs')).notificationHubId).toBe(resourceId)
  })
})

test('a name is checked before it is used', async () => {
  const check = (name: string) =>
    services.checkNameAvailability({ name, type: 'Microsoft.Communication/CommunicationServices' })
  expect(await check('nobodys-acs')).toMatchObject({ nameAvailable: true })
  expect(await check('Contoso-ACS')).toMatchObject({ nameAvailable: false, reason: 'AlreadyExists' })
  expect(await check('no spaces')).toMatchObject({ nameAvailable: false, reason: 'Invalid' })
})

test('lists the operations of the provider', async () => {
  const found = await all(communicationClient(anteroom).operations.list())
  expect(found.map(({ name }) => name)).toContain(
    'Microsoft.Communication/CommunicationServices/ListKeys/action',
  )
})

test('the long-running pattern, for whoever asks for it', async () => {
  const customHeaders = { prefer: 'respond-async' }
  const options = { updateIntervalInMs: 10, requestOptions: { customHeaders } }
  const made = await services.beginCreateOrUpdateAndWait(GROUP, 'slow-acs', inEurope, options)
  expect(made).toMatchObject({ name: 'slow-acs', provisioningState: 'Succeeded' })
  await services.beginDeleteAndWait(GROUP, 'slow-acs', options)
  const path = `${PATH}/communicationServices/slow-acs?${VERSION}`
  const body = { location: 'global', properties: { dataLocation: 'Europe' } }
  const begun = await plain('PUT', path, body, customHeaders)
  expect(begun).toMatchObject({ status: 201, body: { properties: { provisioningState: 'Creating' } } })
  const poll = new URL(begun.headers.get('azure-asyncoperation') ?? '')
  expect(await plain('GET', poll.pathname + poll.search)).toMatchObject({ body: { status: 'Succeeded' } })
  const unknown = poll.pathname.replace(/[^/]+$/, 'nothing')
  expect(await plain('GET', unknown + poll.search)).toMatchObject({ status: 404 })
})

describe('refused', () => {
  const put = (body: object, name = 'bad-acs') =>
    plain('PUT', `${PATH}/communicationServices/${name}?${VERSION}`, body)
  const errorOf = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer
    return [status, (body as { error: { code: string } }).error.code]
  }

  test('what a resource cannot be', async () => {
    const properties = { dataLocation: 'Europe' }
    expect(await errorOf(put({ properties }))).toEqual([400, 'LocationRequired'])
    expect(await errorOf(put({ location: 'westus', properties }))).toEqual([
      400,
      'LocationNotAvailableForResourceType',
    ])
    expect(await errorOf(put({ location: 'global' }))).toEqual([400, 'BadRequest'])
    expect(await errorOf(put({ location: 'global', properties: { dataLocation: 'Moon' } }))).toEqual([
      400,
      'BadRequest',
    ])
    expect(await errorOf(put({ location: 'global', properties }, 'no.dots'))).toEqual([
      400,
      'InvalidResourceName',
    ])
    expect(await errorOf(put({ location: 'global', properties }, 'contoso-acs'))).toEqual([
      400,
      'HostNamePrefixTaken',
    ])
    expect(await errorOf(put({ location: 'global', properties, tags: { a: 1 } }))).toEqual([
      400,
      'BadRequest',
    ])
    await make('fixed-acs')
    const moved = put({ location: 'global', properties: { dataLocation: 'Asia Pacific' } }, 'fixed-acs')
    expect(await errorOf(moved)).toEqual([400, 'BadRequest'])
  })

  test("another tenant's subscription; one that nobody uses is the caller's", async () => {
    const foreign = communicationClient(anteroom, 'fabrikam-app').communicationServices
    expect(await refusal(foreign.listKeys('contoso-rg', 'contoso-acs'))).toMatchObject({
      statusCode: 401,
      code: 'InvalidAuthenticationTokenTenant',
    })
    const own = 'f4b00000-0000-4000-8000-000000000001'
    const theirs = communicationClient(anteroom, 'fabrikam-app', own).communicationServices
    await theirs.beginCreateOrUpdateAndWait('g', 'their-acs', inEurope)
    const ours = communicationClient(anteroom, 'contoso-app', own).communicationServices
    expect(await refusal(all(ours.listBySubscription()))).toMatchObject({ statusCode: 401 })
  })

  test('types that do not exist, operations that are not served, and a caller who is nobody', async () => {
    const get = (path: string) => errorOf(plain('GET', path))
    expect(await get(`${PATH}/gadgets/x?${VERSION}`)).toEqual([404, 'InvalidResourceType'])
    const other = PATH.replace('Microsoft.Communication', 'Microsoft.Nothing')
    expect(await get(`${other}/things/x?${VERSION}`)).toEqual([404, 'InvalidResourceNamespace'])
    expect(
      await refusal(all(communicationClient(anteroom).emailServices.listBySubscription())),
    ).toMatchObject({
      statusCode: 501,
      message: expect.stringContaining('EmailServices_ListBySubscription'),
    })
    const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}?${VERSION}`
    expect(await errorOf(plain('PUT', group, {}))).toEqual([501, 'NotImplemented'])
    expect(await get(`${PATH}/communicationServices/contoso-acs`)).toEqual([
      400,
      'MissingApiVersionParameter',
    ])
    const nobody = plain('GET', `${PATH}/communicationServices?${VERSION}`, undefined, { authorization: 'x' })
    expect(await errorOf(nobody)).toEqual([401, 'AuthenticationFailed'])
    expect((await nobody).headers.get('www-authenticate')).toMatch(/^Bearer authorization_uri=/)
  })
})

test('workspaces are shown with the id that the query API takes', async () => {
  const base = `/subscriptions/${SUBSCRIPTION}`
  const provider = 'providers/Microsoft.OperationalInsights/workspaces'
  const version = 'api-version=2023-09-01'
  const listed = await plain('GET', `${base}/${provider}?${version}`)
  const one = await plain('GET', `${base}/resourceGroups/Contoso-RG/${provider}/contoso-LOGS?${version}`)
  expect(listed.body?.value).toEqual([one.body])
  expect(one.body).toMatchObject({
    name: 'contoso-logs',
    properties: { customerId: '10600000-0000-4000-8000-0000000000c0' },
  })
  expect(await plain('GET', `${base}/resourceGroups/other/${provider}?${version}`)).toMatchObject({
    body: { value: [] },
  })
  expect(await plain('PUT', `${base}/resourceGroups/x/${provider}/y?${version}`, {})).toMatchObject({
    status: 501,
  })
})
