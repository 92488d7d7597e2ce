/** `anteroom meeting show <id>`: one meeting from both sides. */
import { OperatorError } from '../operator-error.ts'
import { askLogs } from './ask.ts'
import { type Command, EXIT } from './command.ts'
import { type Ask, meetingReport } from './meeting-report.ts'

export const meeting: Command = {
  summary: 'Shows who took part and, per viewer, which rows exist and by which rule.',
  usage: ['show', '<call id | thread id>'],
  examples: ['anteroom meeting show 19:meeting_…@thread.v2'],
  run: async ({ settings, args, terminal }) => {
    const [verb, id = ''] = args
    if (verb !== 'show') throw new OperatorError(`meeting ${verb}: unknown.`, 'anteroom meeting show <id>')
    const ask: Ask = async kql => {
      const { tables } = await askLogs({ folder: settings.data, kql })
      const { columns, rows } = tables[0] ?? { columns: [], rows: [] }
      return rows.map(row => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])))
    }
    const lines = await meetingReport(id, ask)
    if (!lines) {
      throw new OperatorError(
        `No finished call has the id ${id}.`,
        `Find one: anteroom query 'AnteroomVerdicts_CL | distinct CorrelationId'`,
      )
    }
    terminal.out(lines.join('\n'))
    return EXIT.done
  },
}
