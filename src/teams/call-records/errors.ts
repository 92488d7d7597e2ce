/** What callers of `/teams/call-records` and `/teams/find` can provoke. */
import { ApiError } from '#base'

const rows = {
  BadArgument: { status: 400 },
  Forbidden: { status: 403 },
  TooManyRecords: { status: 413 },
} as const

export const callRecordsError = (code: keyof typeof rows, message: string): ApiError =>
  new ApiError({ ...rows[code], code, message })
