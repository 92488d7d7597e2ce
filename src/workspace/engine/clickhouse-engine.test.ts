import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#base'
import { aServer, type TestServer } from '../testing/a-server.ts'
import { engineContract, failureOf } from '../testing/engine-contract.ts'
import { openClickHouseEngine } from './clickhouse-engine.ts'
import type { Engine } from './engine.ts'

describe('ClickHouse by URL', () => {
  let server: TestServer
  let engine: Engine
  beforeAll(async () => {
    server = await aServer()
    engine = await openClickHouseEngine({ url: server.url, lanes: 4, clock: systemClock })
  })
  afterAll(async () => {
    await engine.close()
    await server[Symbol.asyncDispose]()
  })

  engineContract(() => engine)
})

test('a server that is not there is unavailable, which is worth trying again', async () => {
  const opening = openClickHouseEngine({ url: 'http://127.0.0.1:1', clock: systemClock })
  expect(await failureOf(opening)).toMatchObject({ code: 'unavailable', retryable: true })
})

test('a server that goes away makes requests fail as unavailable, and the health say so', async () => {
  const server = await aServer()
  const engine = await openClickHouseEngine({ url: server.url, clock: systemClock })
  await server[Symbol.asyncDispose]()
  expect(await failureOf(engine.query('SELECT 1'))).toMatchObject({ code: 'unavailable', retryable: true })
  expect(engine.health().state).toBe('down')
  await engine.close()
})
