/** `anteroom fault add|list|clear`: lets APIs of the running server misbehave. */
import { OperatorError } from '../operator-error.ts'
import { askControl } from './ask-control.ts'
import { type Command, type CommandContext, EXIT } from './command.ts'

const VERBS: Readonly<Record<string, (context: CommandContext) => Promise<unknown>>> = {
  add: ({ settings, own }) => askControl(settings, { method: 'POST', path: '/faults', body: faultOf(own) }),
  list: ({ settings }) => askControl(settings, { method: 'GET', path: '/faults' }),
  clear: ({ settings }) => askControl(settings, { method: 'DELETE', path: '/faults' }),
}

export const fault: Command = {
  summary: 'Lets APIs of the running server throttle, fail or take long.',
  usage: ['<add|list|clear>'],
  ownFlags: [
    { flag: '--operation', value: '<name>', help: 'only this operation: CreateIdentity, SendChatMessage, …' },
    { flag: '--path', value: '</prefix>', help: 'only paths that begin so' },
    { flag: '--times', value: '<number>', help: 'for so many requests; otherwise until cleared' },
    { flag: '--throttle', value: '<seconds>', help: '429 with this Retry-After' },
    { flag: '--fail', value: '<status>', help: 'this status' },
    { flag: '--delay', value: '<milliseconds>', help: 'the usual answer, so much later' },
  ],
  examples: ['anteroom fault add --operation SendChatMessage --throttle 2 --times 3', 'anteroom fault clear'],
  run: async context => {
    const [verb = ''] = context.args
    const act = VERBS[verb]
    if (!act) throw new OperatorError(`fault ${verb}: unknown.`, 'anteroom fault add, list or clear')
    const answer = await act(context)
    if (answer !== undefined) context.terminal.out(JSON.stringify(answer, undefined, 2))
    return EXIT.done
  },
}

const EFFECTS = [
  { flag: '--throttle', effect: (value: number) => ({ kind: 'throttle', retryAfterSeconds: value }) },
  { flag: '--fail', effect: (value: number) => ({ kind: 'fail', status: value }) },
  { flag: '--delay', effect: (value: number) => ({ kind: 'delay', milliseconds: value }) },
] as const

function faultOf(own: CommandContext['own']): unknown {
  const [asked, ...others] = EFFECTS.filter(({ flag }) => own.has(flag))
  if (!asked || others.length > 0) {
    throw new OperatorError(
      'A fault does one thing.',
      `Give one of ${EFFECTS.map(({ flag }) => flag).join(', ')}.`,
    )
  }
  const times = own.get('--times')
  return {
    operation: own.get('--operation'),
    pathPrefix: own.get('--path'),
    effect: asked.effect(Number(own.get(asked.flag))),
    ...(times !== undefined && { times: Number(times) }),
  }
}
