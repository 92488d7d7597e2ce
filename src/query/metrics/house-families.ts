/** What Anteroom tells of itself at `/metrics`: operations, calls, lobby, deliveries. */
import type { MetricFamily } from './exposition.ts'

/** One request of the identity, chat or rooms API, as its metric sees it. */
export interface CountedOperation {
  readonly resource: string
  readonly metric: string
  readonly operation: string
  readonly statusCode: string
}

export interface OperationCounter {
  add(operation: CountedOperation): void
  family(): MetricFamily
}

/** Counts since the start; labels are few, because operations and statuses are. */
export function createOperationCounter(): OperationCounter {
  const counts = new Map<string, { readonly labels: CountedOperation; value: number }>()
  return {
    add: ({ resource, metric, operation, statusCode }) => {
      const labels = { resource, metric, operation, statusCode }
      const key = JSON.stringify(Object.values(labels))
      const count = counts.get(key)
      if (count) count.value += 1
      else counts.set(key, { labels, value: 1 })
    },
    family: () => ({
      name: 'anteroom_operations_total',
      help: 'API requests by resource, metric, operation and status since the start.',
      type: 'counter',
      samples: [...counts.values()].map(({ labels, value }) => ({
        labels: {
          resource: labels.resource,
          metric: labels.metric,
          operation: labels.operation,
          status_code: labels.statusCode,
        },
        value,
      })),
    }),
  }
}

/** The meetings and calls that are going on. */
export interface LiveCalls {
  readonly calls: number
  readonly participants: number
  readonly inLobby: number
}

export function callFamilies(live: LiveCalls): readonly MetricFamily[] {
  return [
    gauge('anteroom_calls', 'Calls that are going on.', live.calls),
    gauge('anteroom_participants', 'Participants who are connected.', live.participants),
    gauge('anteroom_lobby_waiting', 'People who wait in a lobby.', live.inLobby),
  ]
}

export const lostRowsFamily = (lost: number): MetricFamily => ({
  name: 'anteroom_client_rows_lost_total',
  help: 'Rows that clients told of themselves beyond what is taken of one, since the start.',
  type: 'counter',
  samples: [{ value: lost }],
})

/** A destination, as the router reports on it. */
export interface DestinationState {
  readonly name: string
  readonly kind: string
  readonly queue: { readonly records: number; readonly bytes: number }
  readonly lagMs: number
  /** Records since the start. */
  readonly delivered: number
  readonly refused: number
  readonly deadLetters: number
}

type DestinationFigure = readonly [
  name: string,
  type: MetricFamily['type'],
  help: string,
  read: (destination: DestinationState) => number,
]

const DESTINATION_FIGURES: readonly DestinationFigure[] = [
  ['queue_records', 'gauge', 'Records that wait for the destination.', ({ queue }) => queue.records],
  ['queue_bytes', 'gauge', 'Bytes that wait for the destination.', ({ queue }) => queue.bytes],
  ['lag_seconds', 'gauge', 'Age of the oldest record that waits.', ({ lagMs }) => lagMs / 1000],
  ['delivered_total', 'counter', 'Records taken since the start.', ({ delivered }) => delivered],
  ['refused_total', 'counter', 'Records refused since the start.', ({ refused }) => refused],
  ['dead_letters', 'gauge', 'Records set aside.', ({ deadLetters }) => deadLetters],
]

export function deliveryFamilies(destinations: readonly DestinationState[]): readonly MetricFamily[] {
  return DESTINATION_FIGURES.map(([name, type, help, read]) => ({
    name: `anteroom_delivery_${name}`,
    help,
    type,
    samples: destinations.map(destination => ({
      labels: { destination: destination.name, kind: destination.kind },
      value: read(destination),
    })),
  }))
}

const gauge = (name: string, help: string, value: number): MetricFamily => ({
  name,
  help,
  type: 'gauge',
  samples: [{ value }],
})
