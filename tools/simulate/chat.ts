/** What a guest writes while in the meeting; now and then into a thread that is not theirs, which is refused. */
import type { Server } from './server.ts'

interface Chatter {
  readonly server: Server
  /** A user token with the scope `chat`. */
  readonly token: string
  readonly thread: string
  /** Numbers in [0, 1). */
  readonly random: () => number
}

const LINES = [
  'Hello everybody',
  'I can hear you well',
  'Could you share the slides?',
  'Thank you',
  'Goodbye',
]
const STRAYS = 0.12
const FOREIGN = '19:meeting_somebody-elses@thread.v2'

export async function chat({ server, token, thread, random }: Chatter): Promise<void> {
  const messages = 1 + Math.floor(random() * 3)
  for (let i = 0; i < messages; i++) {
    const content = LINES[Math.floor(random() * LINES.length)] ?? ''
    await server.asUser(token, write(thread, content))
  }
  // The refusal is what it is about: it belongs into the logs.
  if (random() < STRAYS)
    await server.asUser(token, write(FOREIGN, 'Is this the right meeting?')).catch(() => {})
}

const write = (thread: string, content: string) => ({
  method: 'POST' as const,
  path: `/chat/threads/${encodeURIComponent(thread)}/messages?api-version=2025-03-15`,
  body: { content, type: 'text' },
})
