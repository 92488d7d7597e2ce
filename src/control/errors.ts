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
  NoSuchSnapshot: { status: 404, code: 'NotFound', message: 'There is no snapshot of that name.' },
  SnapshotExists: {
    status: 409,
    code: 'SnapshotExists',
    message: 'There is a snapshot of that name. Choose another, or delete it first.',
  },
  BadSnapshotName: {
    status: 400,
    code: 'BadSnapshotName',
    message: 'A snapshot is named by 1 to 64 letters, digits, hyphens and underscores.',
  },
  RowsElsewhere: {
    status: 409,
    code: 'RowsElsewhere',
    message: 'The rows lie in a ClickHouse server and not in the data folder: save or drop them there.',
  },
  Busy: {
    status: 409,
    code: 'Busy',
    message: 'The data is being reset, saved or restored by another request. Wait for its answer.',
  },
  TooManyFaults: { status: 409, code: 'TooManyFaults', message: 'So many faults wait already. Remove some.' },
} as const satisfies Record<string, { status: number; code: string; message: string }>

export const controlError = (name: keyof typeof errors): ApiError => new ApiError(errors[name])
