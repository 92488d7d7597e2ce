/** `anteroom query '<kql>'`: asks the running server and prints a table. */
import { OperatorError } from '../operator-error.ts'
import { askLogs, type Table } from './ask.ts'
import { type Command, EXIT } from './command.ts'
import { printExplanation } from './print-explanation.ts'
import { printCsv, printJson, printTable } from './print-table.ts'

const formats: Readonly<Record<string, (table: Table, width: number) => string>> = {
  table: printTable,
  json: printJson,
  csv: printCsv,
}

export const query: Command = {
  summary: 'Asks the running server in KQL and prints the rows.',
  usage: ['<kql>'],
  ownFlags: [
    { flag: '--format', value: '<table|json|csv>', help: 'How to print; json is one object a line. [table]' },
    { flag: '--timespan', value: '<PT1H>', help: 'Only rows of that time, as the logs API takes it.' },
    {
      flag: '--explain',
      value: '',
      help: 'How the query is understood: bound tree, operators, plan, SQL and warnings, before the rows.',
    },
    { flag: '--workspace', value: '<id|name>', help: 'Another workspace than the first one.' },
  ],
  examples: [
    `anteroom query 'ACSCallSummary | summarize count() by ParticipantEndReason'`,
    `anteroom query 'AnteroomVerdicts_CL | take 10' --format json`,
  ],
  run: async ({ settings, args, own, terminal }) => {
    const print = formats[own.get('--format') ?? 'table']
    if (!print) throw new OperatorError('--format is none of table, json, csv.', 'Leave it out for a table.')
    const answer = await askLogs({
      folder: settings.data,
      kql: args[0] ?? '',
      timespan: own.get('--timespan'),
      workspace: own.get('--workspace'),
      explain: own.has('--explain'),
    })
    if (answer.explain) terminal.out(printExplanation(answer.explain))
    const [table] = answer.tables
    if (table) terminal.out(print(table, terminal.columns))
    if (!answer.error) return EXIT.done
    terminal.err(`anteroom: the answer is not whole: ${answer.error.message}`)
    return EXIT.failed
  },
}
