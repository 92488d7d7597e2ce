/** Everything a caller can provoke, one row each. */
import { ApiError } from '#base'
import { inOrder, MOST_LISTED, type Problem, problemText } from './problem.ts'

const errors = {
  UnknownKind: {
    status: 404,
    code: 'NotFound',
    message: "There is no kind of file '{kind}'; there are buildings and endpoints.",
  },
  NoFile: { status: 404, code: 'NotFound', message: 'There is no {kind} file. Upload one first.' },
  NotAdministrator: {
    status: 403,
    code: 'Forbidden',
    message:
      'Found the role {role}, expected administrator: only administrators upload and remove these files.',
  },
  BadDate: {
    status: 400,
    code: 'InvalidDate',
    message: '{name}: found {found}, expected {expected}.',
  },
} as const satisfies Record<string, { status: number; code: string; message: string }>

/** The error of that row, with the arguments put into its text. */
export function networksError(name: keyof typeof errors, args: Readonly<Record<string, string>>): ApiError {
  const row = errors[name]
  const message = row.message.replace(/\{(\w+)\}/g, (_, arg: string) => (args[arg] ?? '').slice(0, 100))
  return new ApiError({ ...row, message })
}

/** All that is wrong with a file, by line and column; nothing of it was stored. */
export function refusedFile(problems: readonly Problem[]): ApiError {
  const [first] = inOrder(problems)
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  return new ApiError({
    status: 400,
    code: 'InvalidFile',
    message: `The file has ${count} and was not stored. ${first ? problemText(first) : ''}`,
    details: { problems: problems.length, details: listed(problems) },
  })
}

/** The shape of one problem in an answer; at most a hundred of them. */
export const listed = (problems: readonly Problem[]) =>
  inOrder(problems)
    .slice(0, MOST_LISTED)
    .map(problem => ({
      code: 'InvalidCell',
      target:
        problem.column === 0 ? `line ${problem.line}` : `line ${problem.line}, column ${problem.column}`,
      message: problemText(problem),
      ...problem,
    }))
