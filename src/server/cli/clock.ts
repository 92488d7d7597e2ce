/** `anteroom clock <duration>`: moves the running server's time ahead. */
import { parseDuration } from '#base'
import { OperatorError } from '../operator-error.ts'
import { askControl } from './ask-control.ts'
import { type Command, EXIT } from './command.ts'

export const clock: Command = {
  summary: 'Moves the time of the running server ahead; now shows it.',
  usage: ['<duration|now>'],
  examples: ['anteroom clock PT31M', 'anteroom clock now'],
  run: async ({ settings, args, terminal }) => {
    const [given = ''] = args
    const milliseconds = parseDuration(given)
    if (milliseconds === undefined && given !== 'now') {
      throw new OperatorError(`${given} is no ISO 8601 duration.`, 'For example PT5M, PT1H or P1D.')
    }
    const asking =
      milliseconds === undefined
        ? ({ method: 'GET', path: '/clock' } as const)
        : ({ method: 'POST', path: '/clock/:advance', body: { milliseconds } } as const)
    const answer = Object(await askControl(settings, asking))
    terminal.out(`${Reflect.get(answer, 'now')} (${Reflect.get(answer, 'aheadMilliseconds')} ms ahead)`)
    return EXIT.done
  },
}
