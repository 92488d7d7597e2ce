import { expect, test } from 'vitest'
import {
  bodyOf,
  contentOf,
  type Draft,
  destinationsOf,
  draftOf,
  EMPTY_DRAFT,
  fieldOf,
  type SettingAnswer,
  wrongsIn,
} from './shape-setting.ts'

const answer: SettingAnswer = {
  name: 'all',
  properties: {
    workspaceId: '/subscriptions/s/x/workspaces/logs',
    storageAccountId: null,
    eventHubAuthorizationRuleId: '/subscriptions/s/namespaces/hubs/authorizationRules/send',
    eventHubName: 'one',
    marketplacePartnerId: null,
    logs: [
      { category: null, categoryGroup: 'allLogs', enabled: true },
      { category: null, categoryGroup: 'audit', enabled: false },
    ],
    metrics: [{ category: 'AllMetrics', enabled: true }],
  },
}
const draft: Draft = { ...EMPTY_DRAFT, name: 'a', workspace: '/w' }

test('what was read is put back as it was; what is off is left out', () => {
  expect(bodyOf(draftOf(answer)).properties).toEqual({
    workspaceId: answer.properties.workspaceId,
    storageAccountId: undefined,
    eventHubAuthorizationRuleId: answer.properties.eventHubAuthorizationRuleId,
    eventHubName: 'one',
    marketplacePartnerId: undefined,
    logs: [{ categoryGroup: 'allLogs', enabled: true }],
    metrics: [{ category: 'AllMetrics', enabled: true }],
  })
  expect(bodyOf({ ...draft, backfillDays: 3 }).properties.backfillDays).toBe(3)
})

test('groups and single categories never go together', () => {
  const both = { ...draft, groups: ['audit'], categories: ['ChatOperational'] }
  expect(bodyOf(both).properties.logs).toEqual([{ categoryGroup: 'audit', enabled: true }])
})

test('a form says what is missing at its field', () => {
  expect(wrongsIn(draft, [])).toEqual({})
  expect(Object.keys(wrongsIn({ ...EMPTY_DRAFT, groups: [], hasMetrics: false, hubName: 'h' }, []))).toEqual([
    'name',
    'logs',
    'workspace',
    'eventHub',
  ])
  expect(wrongsIn(draft, ['A']).name).toContain('exists')
})

test.each([
  ["Destination '/x' of type storage does not exist; create it first.", 'storage'],
  ["Data sink '/w' is already used in diagnostic setting 'b' for category 'Usage'.", 'workspace'],
  ["Category 'Nonsense' is not supported.", 'logs'],
  ['backfillDays: found 9, expected a whole number from 1 to 7.', 'backfill'],
  ['A resource has at most 5 diagnostic settings; remove one first.', 'name'],
  ['Something else.', undefined],
])('a refusal stands at the field it is about: %s', (message, field) => {
  expect(fieldOf(message, draft)).toBe(field)
})

test('a row says what goes where', () => {
  expect(contentOf(answer)).toBe('allLogs, metrics')
  expect(destinationsOf(answer)).toEqual(['workspace logs', 'event hub hubs/one'])
})
