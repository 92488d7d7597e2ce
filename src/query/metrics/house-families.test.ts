import { expect, test } from 'vitest'
import { expositionOf } from './exposition.ts'
import { callFamilies, createOperationCounter, deliveryFamilies, lostRowsFamily } from './house-families.ts'

test('operations are counted by resource, metric, operation and status', () => {
  const counter = createOperationCounter()
  const created = {
    resource: '/r',
    metric: 'APIRequestAuthentication',
    operation: 'CreateToken',
    statusCode: '200',
  }
  counter.add(created)
  counter.add({ ...created })
  counter.add({ ...created, statusCode: '429' })
  expect(expositionOf([counter.family()])).toContain(
    'anteroom_operations_total{resource="/r",metric="APIRequestAuthentication",operation="CreateToken",status_code="200"} 2\n',
  )
})

test('a destination tells its queue, its lag and what it took', () => {
  const destination = {
    name: 'contoso-logs',
    kind: 'workspace',
    queue: { records: 3, bytes: 900 },
    lagMs: 1500,
    delivered: 10,
    refused: 1,
    deadLetters: 2,
  }
  const text = expositionOf([
    ...callFamilies({ calls: 1, participants: 4, inLobby: 2 }),
    lostRowsFamily(7),
    ...deliveryFamilies([destination]),
  ])
  const figures = text.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  const labels = '{destination="contoso-logs",kind="workspace"}'
  expect(figures).toEqual([
    'anteroom_calls 1',
    'anteroom_participants 4',
    'anteroom_lobby_waiting 2',
    'anteroom_client_rows_lost_total 7',
    `anteroom_delivery_queue_records${labels} 3`,
    `anteroom_delivery_queue_bytes${labels} 900`,
    `anteroom_delivery_lag_seconds${labels} 1.5`,
    `anteroom_delivery_delivered_total${labels} 10`,
    `anteroom_delivery_refused_total${labels} 1`,
    `anteroom_delivery_dead_letters${labels} 2`,
  ])
})
