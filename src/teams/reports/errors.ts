/** Everything a caller can provoke, one row each. */
import { ApiError } from '#base'

const errors = {
  NotFound: {
    status: 404,
    code: 'NotFound',
    message: "There is no report '{id}'. GET /teams/reports lists those there are.",
  },
  BadId: {
    status: 400,
    code: 'InvalidId',
    message: "Found the id '{id}', expected 1 to 64 of a–z, 0–9 and -, the first none of -.",
  },
  BuiltIn: {
    status: 409,
    code: 'BuiltIn',
    message: "The report '{id}' is built in and stays as it is. Save the changed one under another id.",
  },
  NotYours: {
    status: 403,
    code: 'Forbidden',
    message:
      "The report '{id}' is somebody else's. Its author or an administrator may change it; clone it instead.",
  },
  TooMany: {
    status: 400,
    code: 'TooManyReports',
    message: 'Found {found} saved reports, expected at most {most}. Delete one first.',
  },
  NoSuchTab: {
    status: 400,
    code: 'UnknownTab',
    message: "The panel '{panel}' leads to the tab '{tab}'. Expected the id of a tab of this report: {tabs}.",
  },
  TwiceTheSame: {
    status: 400,
    code: 'DuplicateId',
    message: "Found the id '{id}' twice. Expected tabs, and panels of one tab, with ids of their own.",
  },
} as const satisfies Record<string, { status: number; code: string; message: string }>

/** The error of that row, with the arguments put into its text. */
export function reportsError(name: keyof typeof errors, args: Readonly<Record<string, string>>): ApiError {
  const row = errors[name]
  const message = row.message.replace(/\{(\w+)\}/g, (_, arg: string) => (args[arg] ?? '').slice(0, 200))
  return new ApiError({ ...row, message })
}
