import { expect, test } from 'vitest'
import { type SharedAnswer, sharedBody, sharedDashboard } from './shared.ts'

const pins = [{ kind: 'kql', id: 'a', title: 'A', width: 2, kql: 'T' }] as const
const answer = (more: Partial<SharedAnswer['properties']>): SharedAnswer => ({
  id: '/subscriptions/s/d',
  name: 'd',
  tags: { team: 'calls' },
  properties: { lenses: [], metadata: {}, ...more },
})

test('what is shared comes back the same, under its ARM id', () => {
  const { tags, properties } = sharedBody({ id: 'x', name: 'Ours', pins })
  expect(sharedDashboard({ id: '/subscriptions/S/d', name: 'd', tags, properties })).toEqual({
    id: '/subscriptions/s/d',
    name: 'Ours',
    pins,
  })
})

test('a dashboard made elsewhere has no pins, and keeps its lenses and metadata', () => {
  const kept = answer({ lenses: [{ order: 0, parts: [] }], metadata: { model: { timeRange: {} } } })
  expect(sharedDashboard(kept)).toEqual({ id: '/subscriptions/s/d', name: 'd', pins: [] })
  expect(sharedBody({ id: 'x', name: 'New', pins }, kept)).toMatchObject({
    tags: { team: 'calls', 'hidden-title': 'New' },
    properties: { lenses: [{ order: 0 }], metadata: { model: { timeRange: {} }, anteroom: { pins } } },
  })
})
