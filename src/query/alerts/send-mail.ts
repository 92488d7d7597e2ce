/** E-mail by SMTP. Every way to fail is a Fault: to try again where the server may come round, else to give up. */
import { createTransport } from 'nodemailer'
import { Fault, messageOf } from '#base'
import { mailOf } from './mail-text.ts'
import type { Notice } from './notify.ts'

/** The mail server of the settings, and the sender's address. */
export interface Smtp {
  readonly host: string
  readonly port?: number
  /** TLS from the start; absent: STARTTLS where the server has it. */
  readonly secure?: boolean
  /** Without STARTTLS nothing is sent. Absent: as soon as there is a password to keep. */
  readonly requireTls?: boolean
  /** The authority that signed the server's certificate, PEM, where the platform does not know it. */
  readonly ca?: string
  readonly user?: string
  readonly pass?: string
  readonly from: string
}

const PATIENCE_MS = 20_000

export async function sendMail(address: string, notice: Notice, smtp: Smtp | undefined): Promise<void> {
  if (!smtp) throw new Fault('No mail server is set (setting smtp).', { retryable: false })
  const { host, port, secure, user, pass, from, ca } = smtp
  const { requireTls = user !== undefined && !secure } = smtp
  const transport = createTransport({
    host,
    requireTLS: requireTls,
    ...(port !== undefined && { port }),
    ...(secure !== undefined && { secure }),
    ...(user !== undefined && { auth: { user, pass: pass ?? '' } }),
    ...(ca !== undefined && { tls: { ca } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  })
  try {
    await transport.sendMail({
      from,
      to: address,
      subject: notice.subject,
      ...mailOf(notice.payload),
      attachments: [{ filename: 'alert.json', contentType: 'application/json', content: notice.payload }],
      messageId: `<${notice.id}@anteroom>`,
    })
  } catch (error) {
    throw new Fault(`${host}: ${messageOf(error)}`, { retryable: !isRefused(error), cause: error })
  } finally {
    transport.close()
  }
}

/** The server took the connection and refused sender or receiver for good (5xx): asking again changes nothing. */
const isRefused = (error: unknown): boolean =>
  error instanceof Error &&
  Reflect.get(error, 'code') === 'EENVELOPE' &&
  Number(Reflect.get(error, 'responseCode')) >= 500
