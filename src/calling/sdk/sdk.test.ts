import { createIdentifierFromRawId, getIdentifierRawId } from '@azure/communication-common'
import { expect, test } from 'vitest'
import { anteroomOrigin, configureAnteroom } from './anteroom-origin.ts'
import { FeatureShelf, quietFeature } from './features/feature.ts'
import { Features } from './features/index.ts'
import { identifierOf, rawIdOf } from './identifiers.ts'
import { platformOf } from './platform.ts'
import { capabilitiesOf } from './roles.ts'

const RAW_IDS = [
  '8:acs:ac500000-0000-4000-8000-0000000000c1_5d3c',
  '8:gcch-acs:x_y',
  '8:orgid:c0117050-0000-4000-8000-0000000000a1',
  '8:gcch:c0117050-0000-4000-8000-0000000000a1',
  '8:teamsvisitor:123',
  '28:orgid:b1902c3e-b9f7-4650-9b23-5772bd429747',
  '28:dod:b1902c3e-b9f7-4650-9b23-5772bd429747',
  '4:+4930123456',
  'something else',
]

test.each(RAW_IDS)('%s is the identifier that the common package makes of it, and back', rawId => {
  // Ours has the raw id besides, as the SDK's have; what is undefined there is left out here.
  expect(identifierOf(rawId)).toMatchObject(JSON.parse(JSON.stringify(createIdentifierFromRawId(rawId))))
  expect(rawIdOf(identifierOf(rawId))).toBe(rawId)
})

test('identifiers as apps write them, without kind and raw id', () => {
  const user = 'c0117050-0000-4000-8000-0000000000a1'
  for (const identifier of [
    { communicationUserId: '8:acs:x_y' },
    { microsoftTeamsUserId: user },
    { microsoftTeamsUserId: user, isAnonymous: true },
    { microsoftTeamsUserId: user, cloud: 'dod' as const },
    { teamsAppId: user },
    { phoneNumber: '+4930123456' },
  ]) {
    expect(rawIdOf(identifier)).toBe(getIdentifierRawId(identifier))
  }
  expect(() => rawIdOf({})).toThrow('no communication identifier')
})

test('a presenter may share the screen and open the lobby, an attendee neither; nobody may what is not there', () => {
  expect(capabilitiesOf('Presenter').shareScreen).toEqual({ isPresent: true, reason: 'Capable' })
  expect(capabilitiesOf('Attendee').shareScreen).toEqual({ isPresent: false, reason: 'RoleRestricted' })
  expect(capabilitiesOf('Attendee').manageLobby.isPresent).toBe(false)
  expect(capabilitiesOf('Organizer').hangUpForEveryOne.isPresent).toBe(true)
  expect(capabilitiesOf('Organizer').useReactions.reason).toBe('FeatureNotSupported')
  expect(Object.keys(capabilitiesOf('Unknown'))).toHaveLength(25)
})

test.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/156.0.1.2 Safari/537.36',
    'Linux',
    'chrome',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.3.4',
    'Windows 10.0',
    'edge',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.2 Safari/605.1.15',
    'Mac OS X 10.15.7',
    'safari',
  ],
  ['Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Android 15', 'firefox'],
  ['something', 'Unknown', 'unknown'],
])('%s', (userAgent, os, browser) => {
  expect(platformOf(userAgent)).toMatchObject({ os, browser })
})

test('the server: as configured, else who sent the module, else this machine', () => {
  expect(anteroomOrigin('https://app.example/assets/index.js')).toBe('https://localhost:7443')
  expect(anteroomOrigin('https://meet.example:8443/calling/calling.js')).toBe('https://meet.example:8443')
  configureAnteroom({ origin: 'https://other.example/' })
  expect(anteroomOrigin('https://meet.example:8443/calling/calling.js')).toBe('https://other.example')
  Reflect.deleteProperty(globalThis, 'ANTEROOM_ORIGIN')
})

test('asking for a feature never throws, and gives the same one again', () => {
  const shelf = new FeatureShelf<never>()
  const host = undefined as never
  for (const { name } of Object.values(Features)) {
    const feature = shelf.get({ name }, host)
    expect(shelf.get({ name }, host)).toBe(feature)
    expect(feature).toMatchObject({ name, on: expect.any(Function), off: expect.any(Function) })
  }
  expect(() => shelf.get({ name: 'SomethingNew' }, host)).not.toThrow()
})

test('what apps read of quiet features is there, and what would act says that it is not supported', async () => {
  expect(quietFeature('Captions')).toMatchObject({
    captions: { kind: 'Captions', supportedSpokenLanguages: [] },
  })
  expect(quietFeature('VideoEffects')).toMatchObject({ activeEffects: [] })
  expect(quietFeature('Recording')).toMatchObject({ isRecordingActive: false })
  const reaction = quietFeature('Reaction') as unknown as { sendReaction(): Promise<void> }
  await expect(reaction.sendReaction()).rejects.toMatchObject({ code: 405, subCode: 40_002 })
})
