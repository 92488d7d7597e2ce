/** The chat of a meeting, through the official client for Communication Services: loaded once there is a chat. */
import type { ChatClient, ChatThreadClient } from '@azure/communication-chat'
import { type Clock, messageOf, sleep } from '#base'
import { Store } from '../store.ts'

export interface ChatLine {
  readonly id: string
  readonly text: string
  readonly author: string
  readonly isOwn: boolean
  readonly at: number
}

export interface ChatView {
  readonly state: 'opening' | 'open' | 'refused'
  /** Why it was refused. */
  readonly problem: string | undefined
  readonly lines: readonly ChatLine[]
}

export interface ChatRoomOptions {
  readonly clock: Clock
  readonly threadId: string
  readonly displayName: string
  readonly token: () => Promise<string>
}

interface Message {
  readonly id: string
  readonly type: string
  readonly text: string | undefined
  readonly author: string | undefined
  readonly sender: string | undefined
  readonly at: number
}

/** How often the thread is asked for: it learns of a participant a moment after the meeting does. */
const ATTEMPTS = 4
const WAIT_MS = 600
/** Of what was said before. */
const MOST_LINES = 200

export class ChatRoom {
  readonly view = new Store<ChatView>({ state: 'opening', problem: undefined, lines: [] })
  readonly #options: ChatRoomOptions
  readonly #closing = new AbortController()
  #thread: ChatThreadClient | undefined
  #own = ''

  constructor(options: ChatRoomOptions) {
    this.#options = options
  }

  /** Resolves when the chat is open or refused. */
  async open(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#connect()
        return this.view.change({ state: 'open' })
      } catch (error) {
        if (this.#closing.signal.aborted) return
        if (attempt === ATTEMPTS) return this.view.change({ state: 'refused', problem: messageOf(error) })
        await sleep(this.#options.clock, attempt * WAIT_MS, this.#closing.signal)
      }
    }
  }

  /** Rejects with what the server refused. */
  async send(content: string): Promise<void> {
    const { displayName } = this.#options
    await this.#thread?.sendMessage({ content }, { senderDisplayName: displayName })
  }

  close(): void {
    this.#closing.abort()
  }

  async #connect(): Promise<void> {
    const { threadId, token } = this.#options
    const [{ ChatClient }, { AzureCommunicationTokenCredential }] = await Promise.all([
      import('@azure/communication-chat'),
      import('@azure/communication-common'),
    ])
    const text = await token()
    this.#own = userOf(text)
    const client = new ChatClient(location.origin, new AzureCommunicationTokenCredential(text))
    const thread = client.getChatThreadClient(threadId)
    const before: Message[] = []
    for await (const { id, type, content, senderDisplayName, sender, createdOn } of thread.listMessages()) {
      const base = { id, type, author: senderDisplayName, sender: rawIdOf(sender), at: createdOn.getTime() }
      before.push({ ...base, text: content?.message })
      if (before.length === MOST_LINES) break
    }
    await this.#follow(client, threadId)
    this.#thread = thread
    this.#add(before.toReversed())
  }

  async #follow(client: ChatClient, threadId: string): Promise<void> {
    await client.startRealtimeNotifications()
    this.#closing.signal.addEventListener('abort', () => void client.stopRealtimeNotifications())
    client.on('chatMessageReceived', event => {
      if (event.threadId !== threadId) return
      const { id, type, message: text, senderDisplayName: author, sender, createdOn } = event
      this.#add([{ id, type, text, author, sender: rawIdOf(sender), at: createdOn.getTime() }])
    })
  }

  /** The same message can come twice: from the list and as news. */
  #add(messages: readonly Message[]): void {
    const { lines } = this.view.get()
    const known = new Set(lines.map(({ id }) => id))
    const added = messages.flatMap(message => (known.has(message.id) ? [] : this.#lineOf(message)))
    this.view.change({ lines: [...lines, ...added].toSorted((one, other) => one.at - other.at) })
  }

  #lineOf({ id, type, text, author, sender, at }: Message): readonly ChatLine[] {
    if (text === undefined || (type.toLowerCase() !== 'text' && !/html/i.test(type))) return []
    const isHtml = type.toLowerCase() !== 'text'
    return [
      {
        id,
        at,
        text: isHtml ? plain(text) : text,
        author: author ?? 'Somebody',
        isOwn: sender === this.#own,
      },
    ]
  }
}

/** Teams writes HTML; only its words are shown. */
const plain = (html: string): string =>
  new DOMParser().parseFromString(html, 'text/html').body.textContent ?? ''

/** The parts of the official identifiers that name a user. */
interface Sender {
  readonly communicationUserId?: string
  readonly microsoftTeamsUserId?: string
  readonly rawId?: string
}

function rawIdOf(sender: object | undefined): string | undefined {
  const { communicationUserId, microsoftTeamsUserId, rawId }: Sender = sender ?? {}
  return rawId ?? communicationUserId ?? (microsoftTeamsUserId && `8:orgid:${microsoftTeamsUserId}`)
}

/** Whose token it is: its claim `skypeid` is the raw id without `8:`. */
function userOf(token: string): string {
  const part = token.split('.')[1] ?? ''
  const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))
  // Sound for tokens of this server; another token was refused before.
  const { skypeid } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly skypeid?: string }
  return `8:${skypeid ?? ''}`
}
