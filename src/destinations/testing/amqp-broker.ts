/**
 * As much of an event hub as a producer sees: AMQP 1.0, the claims link (`$cbs`), and hubs that keep what is sent.
 * The official client talks to it in its emulator mode (plain TCP).
 */
import { once } from 'node:events'
import rhea, { type Message, type Sender } from 'rhea'
import { invariant } from '#base'

export interface HubEvent {
  readonly hub: string
  readonly body: string
  readonly properties: Readonly<Record<string, unknown>>
}

export interface AmqpBroker {
  readonly port: number
  readonly events: readonly HubEvent[]
  close(): Promise<void>
}

export async function amqpBroker({ maxMessageBytes = 1024 * 1024 } = {}): Promise<AmqpBroker> {
  const events: HubEvent[] = []
  const replies = new WeakMap<object, Sender>()
  const container = rhea.create_container({ receiver_options: { max_message_size: maxMessageBytes } })
  container.on('error', () => {})
  container.on('connection_error', () => {})
  container.on('disconnected', () => {})
  container.on('sender_open', ({ sender, connection }) => {
    sender?.set_source({ address: sender.source?.address })
    if (sender) replies.set(connection, sender)
  })
  container.on('receiver_open', ({ receiver }) => receiver?.set_target({ address: receiver.target?.address }))
  container.on('message', ({ message, receiver, connection }) => {
    const hub = String(receiver?.target?.address)
    if (message && hub === '$cbs') return answer(replies.get(connection), message)
    if (message) events.push(...messagesOf(message).map(inner => ({ hub, ...eventOf(inner) })))
  })
  const server = container.listen({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', socket => sockets.add(socket))
  const address = server.address()
  invariant(typeof address === 'object' && address, 'the broker has a port')
  return {
    port: address.port,
    events,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function answer(sender: Sender | undefined, { message_id }: Message): void {
  const application_properties = { 'status-code': 202, 'status-description': 'Accepted' }
  sender?.send({ body: undefined, ...(message_id && { correlation_id: message_id }), application_properties })
}

/** The client sends batches: messages of a format of their own, whose data sections are encoded messages. */
function messagesOf(batch: Message | Buffer): readonly Message[] {
  if (!Buffer.isBuffer(batch)) return [batch]
  const parts: readonly Buffer[] = [decode(batch).body.content].flat()
  return parts.map(decode)
}

/** The types of the package say that one decoded message is several. */
const decode = (encoded: Buffer): Message => rhea.message.decode(encoded) as unknown as Message

const eventOf = ({ body, application_properties }: Message) => ({
  body: (Buffer.isBuffer(body.content) ? body.content : Buffer.from(body.content)).toString(),
  properties: application_properties ?? {},
})
