/** How far each participant has read. */
import type { Instant } from '#base'
import type { SqlReader, Transaction } from '#state'

export interface Receipt {
  /** Raw id of the reader. */
  readonly user: string
  readonly message: number
  readonly readAt: Instant
}

/** A receipt for an older message than the last one changes nothing. */
export function putReceipt(tx: Transaction, thread: string, { user, message, readAt }: Receipt): void {
  tx.run(
    `INSERT INTO chat_receipts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
      SET message = excluded.message, read_at = excluded.read_at WHERE excluded.message > message`,
    thread,
    user,
    message,
    readAt,
  )
}

/** Of the messages sent from `visibleFrom` on, by reader. */
export const receiptsOf = (
  db: SqlReader,
  thread: string,
  page: { readonly visibleFrom: Instant; readonly skip: number; readonly limit: number },
): readonly Receipt[] =>
  db.all<Receipt>(
    `SELECT user, message, read_at AS readAt FROM chat_receipts WHERE thread = ? AND message >= ?
      ORDER BY user LIMIT ? OFFSET ?`,
    thread,
    page.visibleFrom,
    page.limit,
    page.skip,
  )
