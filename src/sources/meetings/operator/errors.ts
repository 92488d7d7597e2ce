/** What a caller of the operator surface can provoke. */
import { ApiError } from '#base'

const rows = {
  CallNotFound: { status: 404, message: 'No live call has that id. GET /operator/calls lists them.' },
  Refused: { status: 409, message: 'The call refused that.' },
} as const

export function operatorError(code: keyof typeof rows, detail?: string): ApiError {
  const { status, message } = rows[code]
  return new ApiError({ status, code, message: detail ?? message })
}
