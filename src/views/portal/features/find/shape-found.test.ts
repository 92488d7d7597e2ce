import { expect, test } from 'vitest'
import { readFound, relatedRows } from './shape-found.ts'

test('an answer becomes a row for each meeting, call, participant and user, with its links', () => {
  const rows = relatedRows({
    meetings: [{ threadId: '19:meeting_a@thread.v2', subject: 'Review', links: { graph: '/v1.0/x' } }],
    calls: [{ callId: 'c', type: 'Conf', startDateTime: '2026-01-15', links: { portal: '/portal/calls/c' } }],
    participants: [
      { participantId: 'p', callId: 'c', label: 'Anonymous user', rawId: null, identifier: 'acs:r_u' },
    ],
    people: [{ id: 'u', displayName: 'Olivia' }],
    notLinked: [],
  })
  expect(rows).toEqual([
    {
      what: 'meeting',
      id: '19:meeting_a@thread.v2',
      about: 'Review',
      call: '',
      graph: '/v1.0/x',
      href: undefined,
    },
    { what: 'call', id: 'c', about: 'Conf 2026-01-15', call: 'c', graph: '', href: '/portal/calls/c' },
    { what: 'participant', id: 'p', about: 'Anonymous user acs:r_u', call: 'c', graph: '', href: undefined },
    { what: 'user', id: 'u', about: 'Olivia', call: '', graph: '', href: undefined },
  ])
})

test('no answer at all is nothing found', () => {
  expect(relatedRows(readFound(undefined))).toEqual([])
})
