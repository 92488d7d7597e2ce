/** What the server and the engine's child process say to each other. */

export type ChildRequest = { readonly id: number } & (
  | { readonly kind: 'query'; readonly session: number; readonly sql: string; readonly format: string }
  | {
      readonly kind: 'insert'
      readonly session: number
      readonly table: string
      readonly columns: readonly string[]
    }
  | { readonly kind: 'ping' }
  | { readonly kind: 'close' }
)

/** The answer to the request of that id; rows come as the frame's payload. `ready` is said once, unasked. */
export type ChildReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'done'; readonly id: number; readonly resultBytes: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }

/** How the child is told where its store is: one JSON argument. */
export interface ChildStart {
  readonly path: string
  readonly sessions: number
  /** Statements each session begins with. */
  readonly preparation: readonly string[]
  readonly engineArguments: readonly string[]
}

/** File descriptor of the socket to the server, after the three standard ones. */
export const CHANNEL = 3
