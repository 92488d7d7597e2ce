/** What a query's author can provoke, one row each: what was found, what was expected. */
import { ApiError } from '#base'

type Arguments = Readonly<Record<string, string>>

interface Row {
  readonly status: number
  readonly code: string
  readonly message: (given: Arguments) => string
}

const rows = {
  NoMeasure: {
    status: 400,
    code: 'NoMeasure',
    message: () => 'measures is empty. Expected one at least, such as "Audio Poor Percentage".',
  },
  UnknownDimension: {
    status: 400,
    code: 'UnknownDimension',
    message: ({ name, near }) => `Found no dimension "${name}".${near} GET /teams/cqd/catalogue lists all.`,
  },
  UnknownMeasure: {
    status: 400,
    code: 'UnknownMeasure',
    message: ({ name, near }) => `Found no measure "${name}".${near} GET /teams/cqd/catalogue lists all.`,
  },
  NotComputable: {
    status: 400,
    code: 'NotComputable',
    message: ({ name, reason }) => `"${name}" can't be computed: ${reason}`,
  },
  Identifiable: {
    status: 403,
    code: 'Identifiable',
    message: ({ name, role }) =>
      `"${name}" names or locates a person; the role ${role} may not group or filter by it. Expected administrator or engineer.`,
  },
  BadValue: {
    status: 400,
    code: 'BadValue',
    message: ({ name, value, expected }) => `Filter on "${name}": found ${value}. Expected ${expected}.`,
  },
  BadOperator: {
    status: 400,
    code: 'BadOperator',
    message: ({ name, operator, expected }) =>
      `Filter on "${name}": found the operator ${operator}. Expected ${expected}.`,
  },
  BadTrend: {
    status: 400,
    code: 'BadTrend',
    message: ({ found, expected }) => `trend: found ${found}. Expected ${expected}.`,
  },
  BadOrder: {
    status: 400,
    code: 'BadOrder',
    message: ({ name, expected }) => `order: found "${name}". Expected a column of the answer: ${expected}.`,
  },
  BadClassifier: {
    status: 400,
    code: 'BadClassifierVersion',
    message: ({ version, expected }) =>
      `classifierVersion: found "${version}". Expected ${expected}, or leave it out for the verdicts as they were stored.`,
  },
  BadPage: {
    status: 400,
    code: 'BadPage',
    message: () =>
      'next: found a token of another query. Expected `next` of the page before, with the same query.',
  },
} as const satisfies Record<string, Row>

export type CqdErrorName = keyof typeof rows

const LONGEST = 300

/** The error of that row, the author's own words in it cut short. */
export function cqdError(name: CqdErrorName, given: Arguments = {}): ApiError {
  const { status, code, message }: Row = rows[name]
  const short = Object.entries(given).map(([key, found]) => [key, found.slice(0, LONGEST)])
  return new ApiError({ status, code, message: message(Object.fromEntries(short)) })
}
