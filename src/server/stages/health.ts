/** How the stages are, for `/healthz` and `/metrics`. */
import {
  callFamilies,
  deliveryFamilies,
  expositionOf,
  lostRowsFamily,
  type OperationCounter,
} from '#query/metrics'
import type { Router } from '#router'
import type { MediaCondition, RemotePlane } from '#sources/media'
import type { Meetings } from '#sources/meetings'
import type { Engine } from '#workspace'
import type { ComponentHealth } from '../http/house-surface.ts'

interface Stages {
  readonly engine: Engine
  readonly router: Router
  readonly counter: OperationCounter
}

/** A destination that is retried is not well, though nothing is lost. */
export function healthOf({
  engine,
  router,
  media,
}: Pick<Stages, 'engine' | 'router'> & { readonly media: RemotePlane | undefined }): Readonly<
  Record<string, ComponentHealth>
> {
  const { state, restarts } = engine.health()
  const { destinations, factsAside } = router.health()
  return {
    engine: { ok: state === 'ready', detail: `${state}, ${restarts} restarts` },
    ...(media && { media: mediaHealth(media.condition()) }),
    journal: { ok: factsAside === 0, detail: `${factsAside} facts set aside` },
    ...Object.fromEntries(
      destinations.map(({ name, failures, queue, deadLetters, lastError }) => [
        name,
        {
          ok: failures === 0,
          detail: `${queue.records} waiting, ${deadLetters} set aside${failures > 0 ? `, retrying: ${lastError}` : ''}`,
        },
      ]),
    ),
  }
}

/** It starts again by itself, so a crash is told and not held against it. */
const mediaHealth = ({ state, crashes }: MediaCondition): ComponentHealth => ({
  ok: state !== 'stopped',
  detail: `${state}, ${crashes} crashes`,
})

export function exposition({ router, counter, meetings }: Stages & { readonly meetings: Meetings }): string {
  const calls = meetings.snapshot()
  const participants = calls.flatMap(call => call.participants)
  return expositionOf([
    counter.family(),
    ...callFamilies({
      calls: calls.length,
      participants: participants.filter(({ state }) => state === 'connected').length,
      inLobby: participants.filter(({ state }) => state === 'inLobby').length,
    }),
    lostRowsFamily(meetings.lostTelemetry()),
    ...deliveryFamilies(router.health().destinations),
  ])
}
