/** Everything a caller of the control API can provoke, one row each. */
import { ApiError } from '#base'

const errors = {
  KeyNeeded: {
    status: 403,
    code: 'ControlKeyNeeded',
    message:
      'Control beyond this machine needs the key of --control-key in the header x-anteroom-control-key.',
  },
  NoSuchFault: {
    status: 404,
    code: 'NotFound',
    message: 'There is no such fault; it may have met all its requests.',
  },
  TooManyFaults: { status: 409, code: 'TooManyFaults', message: 'So many faults wait already. Remove some.' },
} as const satisfies Record<string, { status: number; code: string; message: string }>

export const controlError = (name: keyof typeof errors): ApiError => new ApiError(errors[name])
