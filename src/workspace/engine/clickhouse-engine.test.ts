import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#base'
import { aProxy } from '../testing/a-proxy.ts'
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

test('an insert whose connection broke is over, one way or the other, once inserts are settled', async () => {
  await using server = await aServer()
  await using proxy = await aProxy(server.url)
  const engine = await openClickHouseEngine({ url: proxy.url, clock: systemClock })
  const watcher = await openClickHouseEngine({ url: server.url, clock: systemClock })
  const insertsUnderWay = async (): Promise<number> => {
    const { rows } = await watcher.query("SELECT count() FROM system.processes WHERE query_kind = 'Insert'")
    return Number(rows[0]?.[0])
  }
  await engine.command('CREATE DATABASE d')
  // A row takes its time: the engine works it out while it inserts.
  const slow = 'n Int64, nap UInt8 DEFAULT sleepEachRow(2)'
  await engine.command(`CREATE TABLE d.t (${slow}) ENGINE = MergeTree ORDER BY n`)
  const target = { database: 'd', table: 't', columns: ['n'] }
  const broken = failureOf(engine.insert(target, Buffer.from('1\n')))
  await expect.poll(insertsUnderWay, { timeout: 20_000 }).toBe(1)
  proxy.cut()
  expect(await broken).toMatchObject({ code: 'unavailable', retryable: true })

  await engine.settleInserts('d')
  expect(await insertsUnderWay()).toBe(0)

  await engine.close()
  await watcher.close()
})

test('inserts that somebody waits for are let be when others are settled', async () => {
  await using server = await aServer()
  const engine = await openClickHouseEngine({ url: server.url, clock: systemClock })
  await engine.command('CREATE DATABASE d')
  await engine.command(
    'CREATE TABLE d.t (n Int64, nap UInt8 DEFAULT sleepEachRow(1)) ENGINE = MergeTree ORDER BY n',
  )
  const insert = engine.insert({ database: 'd', table: 't', columns: ['n'] }, Buffer.from('1\n'))
  await engine.settleInserts('d')
  await insert
  expect((await engine.query('SELECT count() FROM d.t')).rows).toEqual([['1']])
  await engine.close()
})
