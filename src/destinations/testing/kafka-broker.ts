/**
 * As much of Kafka as a producer sees: versions, metadata, produce; one node, one partition a topic. The records are
 * read by the reader of the client's package.
 */
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { Reader, readRecordsBatch, Writer } from '@platformatic/kafka'
import { invariant } from '#base'

export interface KafkaMessageSeen {
  readonly topic: string
  readonly key: string
  readonly value: string
  readonly headers: Readonly<Record<string, string>>
}

export interface KafkaBroker {
  readonly port: number
  readonly messages: readonly KafkaMessageSeen[]
  /** What producers are told to connect to: a line in between, for instance. */
  advertise(port: number): void
  close(): Promise<void>
}

const PRODUCE = 0
const METADATA = 3
const API_VERSIONS = 18
const SERVED = [
  { key: PRODUCE, version: 11 },
  { key: METADATA, version: 12 },
  { key: API_VERSIONS, version: 3 },
] as const

const MESSAGE_TOO_LARGE = 10
const NO_PARTITION_LEADER_EPOCH = 0

export async function kafkaBroker({ maxMessageBytes = 1024 * 1024 } = {}): Promise<KafkaBroker> {
  const messages: KafkaMessageSeen[] = []
  let advertised = 0
  const answers: Readonly<Record<number, (reader: Reader, writer: Writer) => Writer>> = {
    [API_VERSIONS]: (_, writer) => answerVersions(writer),
    [METADATA]: (reader, writer) => answerMetadata(reader, writer.appendTaggedFields(), advertised),
    [PRODUCE]: (reader, writer) =>
      answerProduce(reader, writer.appendTaggedFields(), { messages, maxMessageBytes }),
  }
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let data = Buffer.alloc(0)
    socket.on('data', chunk => {
      data = Buffer.concat([data, chunk])
      while (data.length >= 4 && data.length >= 4 + data.readInt32BE(0)) {
        const end = 4 + data.readInt32BE(0)
        const reader = Reader.from(data.subarray(4, end))
        data = data.subarray(end)
        const key = reader.readInt16()
        reader.readInt16()
        const correlation = reader.readInt32()
        reader.readNullableString(false)
        reader.readTaggedFields()
        const answer = answers[key]
        invariant(answer, `request ${key} is served`)
        socket.write(answer(reader, Writer.create().appendInt32(correlation)).prependLength().buffer)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  invariant(typeof address === 'object' && address, 'the broker has a port')
  advertised = address.port
  return {
    port: address.port,
    messages,
    advertise: port => {
      advertised = port
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const answerVersions = (writer: Writer): Writer =>
  writer
    .appendInt16(0)
    .appendArray([...SERVED], (w, { key, version }) => {
      w.appendInt16(key).appendInt16(0).appendInt16(version)
    })
    .appendInt32(0)
    .appendTaggedFields()

function answerMetadata(reader: Reader, writer: Writer, port: number): Writer {
  const topics = reader.readArray(r => {
    r.readUUID()
    return r.readNullableString() ?? ''
  })
  return writer
    .appendInt32(0)
    .appendArray([port], (w, it) => {
      w.appendInt32(1).appendString('127.0.0.1').appendInt32(it).appendString(null)
    })
    .appendString('cluster')
    .appendInt32(1)
    .appendArray(topics, (w, topic) => {
      w.appendInt16(0)
        .appendString(topic)
        .appendUUID('11111111-1111-4111-8111-111111111111')
        .appendBoolean(false)
        .appendArray([0], (p, index) => {
          const node = (n: Writer, it: number) => void n.appendInt32(it)
          p.appendInt16(0).appendInt32(index).appendInt32(1).appendInt32(NO_PARTITION_LEADER_EPOCH)
          p.appendArray([1], node, true, false)
            .appendArray([1], node, true, false)
            .appendArray([], node, true, false)
        })
        .appendInt32(0)
    })
    .appendTaggedFields()
}

interface Store {
  readonly messages: KafkaMessageSeen[]
  readonly maxMessageBytes: number
}

function answerProduce(reader: Reader, writer: Writer, { messages, maxMessageBytes }: Store): Writer {
  reader.readNullableString()
  reader.readInt16()
  reader.readInt32()
  const topics = reader.readArray(r => ({
    topic: r.readString(),
    partitions: r.readArray(p => {
      p.readInt32()
      return p.readBytes()
    }),
  }))
  const answers = topics.map(({ topic, partitions }) => {
    const isTooLarge = partitions.some(records => records.length > maxMessageBytes)
    if (!isTooLarge) messages.push(...partitions.flatMap(records => messagesOf(topic, records)))
    return { topic, error: isTooLarge ? MESSAGE_TOO_LARGE : 0 }
  })
  return writer
    .appendArray(answers, (w, { topic, error }) => {
      w.appendString(topic).appendArray([error], (p, code) => {
        p.appendInt32(0).appendInt16(code).appendInt64(0n).appendInt64(-1n).appendInt64(0n)
        p.appendArray([], () => {}).appendString(null)
      })
    })
    .appendInt32(0)
    .appendTaggedFields()
}

function messagesOf(topic: string, records: Buffer): readonly KafkaMessageSeen[] {
  return readRecordsBatch(Reader.from(records)).records.map(({ key, value, headers }) => ({
    topic,
    key: String(key),
    value: String(value),
    headers: Object.fromEntries(headers.map(([name, content]) => [String(name), String(content)])),
  }))
}
