/**
 * What the documents leave open (A1–A15), each as a named switch with the reading we recommend. Data, so that
 * configuration, the portal and the tests read the same table.
 */

export interface SwitchRow {
  /** The open question it answers. */
  readonly answers: string
  readonly question: string
  readonly values: readonly (string | boolean)[]
  readonly default: string | boolean
}

export const switchTable = {
  acsUserTenantScope: {
    answers: 'A1',
    question:
      'Whose tenant must a Communication Services user belong to: the viewing resource’s or the organizer’s?',
    values: ['resource', 'organizer'],
    default: 'resource',
  },
  anonymousAs: {
    answers: 'A3',
    question: 'Are anonymous Teams users logged like Microsoft 365 users, or never?',
    values: ['m365', 'none'],
    default: 'm365',
  },
  lobbyMakesCurrent: {
    answers: 'A4',
    question: 'Does a resource receive rows of a meeting when its users only ever stood in the lobby?',
    values: [true, false],
    default: true,
  },
  redactBy: {
    answers: 'A5',
    question:
      'Are versions withheld by the participant’s tenant alone, or for everybody else in a foreign meeting too?',
    values: ['participant', 'meeting'],
    default: 'participant',
  },
  redactIds: {
    answers: 'A6',
    question: 'Are the participant and endpoint ids of other tenants withheld as well?',
    values: [true, false],
    default: false,
  },
  serverRows: {
    answers: 'A7',
    question: 'Do streams from the server to a participant get diagnostics rows?',
    values: [true, false],
    default: true,
  },
  lobbyDiagnostics: {
    answers: 'A8',
    question: 'Does somebody who never left the lobby get diagnostics rows for streams that were reported?',
    values: ['ifReported', 'never'],
    default: 'ifReported',
  },
  m365OnAcsClient: {
    answers: 'A9',
    question:
      'Is a Microsoft 365 identity on a Communication Services client judged by identity or by client?',
    values: ['identity', 'client'],
    default: 'identity',
  },
  botTenant: {
    answers: 'A10',
    question: 'Does a bot’s row name the tenant that owns the bot, where it is known?',
    values: ['unknown', 'owner'],
    default: 'unknown',
  },
  m365InLobby: {
    answers: 'A11',
    question: 'Do Microsoft 365 users who never left the lobby of an own meeting get a summary row?',
    values: ['none', 'row'],
    default: 'none',
  },
  unknownVersion: {
    answers: 'A12',
    question: 'How does a version read that an own participant’s client did not report?',
    values: ['null', 'redacted'],
    default: 'null',
  },
  nullAsText: {
    answers: 'A13',
    question: 'Is an unknown value written as the text null on the wire? Rows and tables keep it null.',
    values: [true, false],
    default: false,
  },
  phonesAndBots: {
    answers: 'A14',
    question:
      'Are phones and bots logged in own meetings only, or always, as the first texts of the rules said?',
    values: ['ownMeeting', 'always'],
    default: 'ownMeeting',
  },
  copyToAllTenantResources: {
    answers: 'A15',
    question:
      'Does every resource of the tenant get a copy of a meeting in which only one of them took part?',
    values: [true, false],
    default: false,
  },
} as const satisfies Readonly<Record<string, SwitchRow>>

type SwitchTable = typeof switchTable
export type SwitchName = keyof SwitchTable
export type Switches = { readonly [Name in SwitchName]: SwitchTable[Name]['values'][number] }

export const defaultSwitches: Switches = withDefaults({})

/** Sound because every value was checked against its row, and every other switch takes its row's default. */
function withDefaults(chosen: Readonly<Record<string, unknown>>): Switches {
  const entries = Object.entries(switchTable).map(([name, row]) => [name, chosen[name] ?? row.default])
  return Object.fromEntries(entries) as Switches
}

export interface CheckedSwitches {
  readonly switches: Switches
  /** One sentence for each thing that was wrong; the switch then keeps its default. */
  readonly problems: readonly string[]
}

/** Reads switches from configuration: an object of some of the names, each with one of its values. */
export function checkSwitches(input: unknown): CheckedSwitches {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    const found = `Policy switches: found ${JSON.stringify(input)}, expected an object such as {"redactIds": true}.`
    return { switches: defaultSwitches, problems: [found] }
  }
  const problems: string[] = []
  const chosen: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(input)) {
    const problem = problemOf(name, value)
    if (problem) problems.push(problem)
    else chosen[name] = value
  }
  return { switches: withDefaults(chosen), problems }
}

function problemOf(name: string, value: unknown): string | undefined {
  const row = Object.hasOwn(switchTable, name) ? rowOfSwitch(name) : undefined
  if (!row) return `Policy switch ${name}: unknown, expected one of ${Object.keys(switchTable).join(', ')}.`
  if (row.values.some(allowed => allowed === value)) return undefined
  const allowed = row.values.map(each => JSON.stringify(each)).join(' or ')
  return `Policy switch ${name}: found ${JSON.stringify(value)}, expected ${allowed}; it decides ${row.answers}.`
}

/** Sound because the caller has seen the name in the table. */
const rowOfSwitch = (name: string): SwitchRow => switchTable[name as SwitchName]
