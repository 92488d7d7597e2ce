/** E-mails of alerts through a real SMTP server on loopback, with STARTTLS and a password, read as a mail reader does. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { manualClock, silentLog } from '#base'
import { openState } from '#state'
import { makeAuthority, makeLeaf } from '../../server/tls/certificates.ts'
import { commonAlert } from './common-schema.ts'
import { createNotify } from './notify.ts'
import type { Smtp } from './send-mail.ts'
import { actionsOf, alertsMigrations, queueAction } from './store.ts'
import { takeActions } from './take-actions.ts'

const PASSWORD = 'a password of the tests'
const NOW = Date.UTC(2026, 0, 15, 9)
const PAYLOAD = JSON.stringify(
  commonAlert(
    {
      name: 'Refused <b>requests</b> & more',
      description: 'Say "why" <script>alert(1)</script>',
      severity: 1,
      signal: 'Metric',
      scope: '/subscriptions/s/resourceGroups/g/contoso-acs',
      dimensions: { StatusCode: '403<' },
      conditions: [
        {
          metric: 'APIRequestChat',
          kql: '',
          aggregation: 'Count',
          operator: 'GreaterThan',
          threshold: 10,
          value: 17,
        },
      ],
      windowStart: '2026-01-15T08:55:00Z',
      windowEnd: '2026-01-15T09:00:00Z',
      isMuted: false,
    },
    { id: 'alert-1', rule: '/subscriptions/s/rule', firedAt: NOW },
  ),
)
const NOTICE = { id: 'alert_7', subject: 'Fired: Sev1 Grüße', payload: PAYLOAD }

let ca: string
let tls: { readonly key: string; readonly cert: string }
let server: SMTPServer | undefined
let got: { readonly mail: ParsedMail; readonly isEncrypted: boolean }[]

beforeAll(async () => {
  const authority = await makeAuthority(Date.now())
  tls = await makeLeaf(authority, ['localhost'], Date.now())
  ca = authority.cert
})
beforeEach(() => {
  got = []
})
afterEach(() => stop())

interface ServerOptions {
  readonly port?: number
  /** Without it the server has no STARTTLS. */
  readonly hasTls?: boolean
}

/** Takes mail of `anteroom` with the password, for everybody but `nobody@`. Gives its port. */
async function start({ port = 0, hasTls = true }: ServerOptions = {}): Promise<number> {
  const made = new SMTPServer({
    ...tls,
    disabledCommands: hasTls ? [] : ['STARTTLS'],
    allowInsecureAuth: !hasTls,
    onAuth: ({ username, password }, _, done) =>
      username === 'anteroom' && password === PASSWORD
        ? done(null, { user: username })
        : done(new Error('wrong user or password')),
    onRcptTo: ({ address }, _, done) => {
      const refusal = Object.assign(new Error('no such mailbox'), { responseCode: 550 })
      done(address.startsWith('nobody@') ? refusal : null)
    },
    onData: (stream, session, done) => {
      simpleParser(stream).then(mail => {
        got.push({ mail, isEncrypted: session.secure })
        done()
      }, done)
    },
  })
  made.on('error', () => {})
  server = made
  await new Promise<void>(resolve => made.listen(port, '127.0.0.1', () => resolve()))
  return (made.server.address() as AddressInfo).port
}

async function stop(): Promise<void> {
  const ended = server
  server = undefined
  if (ended) await new Promise<void>(resolve => ended.close(() => resolve()))
}

const settings = (port: number, more: Partial<Smtp> = {}): Smtp => ({
  host: 'localhost',
  port,
  ca,
  user: 'anteroom',
  pass: PASSWORD,
  from: 'Anteroom <anteroom@example.org>',
  ...more,
})
const mailer = (smtp: Smtp) => createNotify({ smtp, clock: manualClock(NOW) })
const to = (address: string) => ({ kind: 'email', name: 'team', address }) as const

test('is sent by STARTTLS with the password, says what fired, and carries the schema', async () => {
  await mailer(settings(await start()))(to('team@example.org'), NOTICE)
  expect(got).toHaveLength(1)
  const [{ mail, isEncrypted } = { mail: undefined, isEncrypted: false }] = got
  expect(isEncrypted).toBe(true)
  expect(mail?.subject).toBe('Fired: Sev1 Grüße')
  expect(mail?.from?.value).toEqual([{ name: 'Anteroom', address: 'anteroom@example.org' }])
  expect(mail?.messageId).toBe('<alert_7@anteroom>')
  expect(mail?.text).toContain('APIRequestChat: 17 (Count, fires when over 10)')
  expect(mail?.text).toContain('Refused <b>requests</b> & more')
  expect(JSON.parse(mail?.attachments[0]?.content.toString() ?? '')).toEqual(JSON.parse(PAYLOAD))
})

test('has nothing of a rule as markup in its HTML', async () => {
  await mailer(settings(await start()))(to('team@example.org'), NOTICE)
  const html = String(got[0]?.mail.html)
  expect(html).toContain('Refused &lt;b&gt;requests&lt;/b&gt; &amp; more')
  expect(html).toContain('&quot;why&quot; &lt;script&gt;')
  expect(html).toContain('403&lt;')
  expect(html).not.toMatch(/<script|<b>/)
})

test('is never sent in the clear with a password, unless the operator says so', async () => {
  const port = await start({ hasTls: false })
  await expect(mailer(settings(port))(to('team@example.org'), NOTICE)).rejects.toMatchObject({
    retryable: true,
  })
  expect(got).toEqual([])
  await mailer(settings(port, { requireTls: false }))(to('team@example.org'), NOTICE)
  expect(got.map(({ isEncrypted }) => isEncrypted)).toEqual([false])
})

test('is not sent to a server whose certificate nobody vouches for, nor with a wrong password', async () => {
  const port = await start()
  const { ca: _, ...unknown } = settings(port)
  await expect(mailer(unknown)(to('team@example.org'), NOTICE)).rejects.toThrow(/certificate/)
  const wrong = mailer(settings(port, { pass: 'another' }))(to('team@example.org'), NOTICE)
  await expect(wrong).rejects.toMatchObject({ retryable: true })
  await expect(wrong).rejects.not.toThrow(/another/)
  expect(got).toEqual([])
})

test('a receiver that the server refuses is given up at once, and the reason is kept', async () => {
  const port = await start()
  await expect(mailer(settings(port))(to('nobody@example.org'), NOTICE)).rejects.toMatchObject({
    retryable: false,
    message: expect.stringMatching(/no such mailbox/),
  })
})

test('a server that was down and is up again gets it once, at the next attempt', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-mail-'))
  const port = await start()
  await stop()
  const clock = manualClock(NOW)
  const state = openState({
    path: join(folder, 'state.sqlite'),
    migrations: alertsMigrations,
    clock,
    log: silentLog,
  })
  try {
    const receiver = JSON.stringify(to('team@example.org'))
    await state.transact(tx => queueAction(tx, { alert: 'a', receiver, payload: PAYLOAD, at: NOW }))
    const take = () =>
      takeActions({
        state,
        notify: mailer(settings(port)),
        clock,
        log: silentLog,
        chance: () => 0.5,
        signal: new AbortController().signal,
      })
    await take()
    expect(actionsOf(state, 'a')).toMatchObject([{ attempts: 1, outcome: 'waiting' }])
    expect(actionsOf(state, 'a')[0]?.problem).toMatch(/^localhost: .*ECONNREFUSED/)
    await start({ port })
    // Not before its time.
    await take()
    expect(got).toEqual([])
    clock.shift(60_000)
    await take()
    await take()
    expect(actionsOf(state, 'a')).toMatchObject([{ attempts: 2, outcome: 'done', problem: null }])
    expect(got).toHaveLength(1)
  } finally {
    await state.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
