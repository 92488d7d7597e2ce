/** What the SDK throws: code, sub code and category beside the words. */
import { SignalError } from '#sources/meetings/client'

export interface CallErrorFields {
  readonly code: number
  readonly subCode: number
  readonly message: string
  readonly resultCategories?: readonly string[]
}

export class CommunicationServicesError extends Error {
  readonly code: number
  readonly subCode: number
  readonly resultCategories: readonly string[]

  constructor({ code, subCode, message, resultCategories = ['ExpectedError'] }: CallErrorFields) {
    super(message)
    this.name = 'CallingCommunicationError'
    this.code = code
    this.subCode = subCode
    this.resultCategories = resultCategories
  }
}

/** A refusal of the server in the words of the SDK; everything else as it is. */
export function toCallError(error: unknown): unknown {
  if (!(error instanceof SignalError)) return error
  const { end, message, fix } = error
  const text = `${message} ${fix}`
  return new CommunicationServicesError({ code: end?.code ?? 403, subCode: end?.subCode ?? 0, message: text })
}

/** For members that belong to the surface but have no counterpart in the protocol. */
export const notSupported = (what: string): CommunicationServicesError =>
  new CommunicationServicesError({ code: 405, subCode: 40002, message: `${what} is not supported here.` })
