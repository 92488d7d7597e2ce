/** From answers of KQL to the sentences of the home page. Pure. */
import { type Cell, numberText, recordsOf, shareText, type Table } from '#views/kit'

export interface Finding {
  readonly value: string
  readonly words: string
  readonly tone: 'good' | 'bad' | 'plain'
}

const numberOf = (cell: Cell | undefined): number => Number(cell ?? 0)
const textOf = (cell: Cell | undefined): string => String(cell ?? '')

export function turnedAway(table: Table, sentenceOf: (rule: string) => string | undefined): Finding {
  const rows = recordsOf(table)
  const guests = rows.reduce((sum, row) => sum + numberOf(row.Guests), 0)
  const [first] = rows
  if (!first) return { value: '0', words: 'Nobody was turned away.', tone: 'good' }
  const rule = textOf(first.Rule)
  const how = first.Outcome === 'timedOut' ? 'nobody let them in in time' : 'somebody in the meeting said no'
  const why = sentenceOf(rule) ?? rule
  return {
    value: numberText(guests),
    words: `Most often ${how}. They waited because of ${why}.`,
    tone: 'bad',
  }
}

export function withheld(table: Table, sentenceOf: (rule: string) => string | undefined): Finding {
  const [first] = recordsOf(table)
  if (!first) return { value: '0', words: 'Nothing was withheld from anybody.', tone: 'good' }
  const rule = textOf(first.Rule)
  return {
    value: numberText(numberOf(first.Participants)),
    words: `Most by ${rule}: ${sentenceOf(rule) ?? 'see the rule'}`,
    tone: 'plain',
  }
}

export interface WorstCall extends Finding {
  readonly call: string | undefined
}

export function worstAudio(table: Table): WorstCall {
  const [first] = recordsOf(table)
  if (!first) return { value: '—', words: 'No audio was measured.', tone: 'plain', call: undefined }
  const poor = numberOf(first.Poor)
  const loss = shareText(numberOf(first.Loss))
  const figures = `loss up to ${loss}, round trip up to ${numberText(numberOf(first.RoundTrip))} ms`
  return {
    value: poor === 0 ? 'None poor' : `${numberText(poor)} affected`,
    words: poor === 0 ? `The worst of them: ${figures}.` : `In the worst call: ${figures}.`,
    tone: poor === 0 ? 'good' : 'bad',
    call: textOf(first.CorrelationId),
  }
}

export function chatFailing(table: Table): Finding {
  const rows = recordsOf(table)
  const shareOf = (week: string): number | undefined => {
    const row = rows.find(({ Week }) => Week === week)
    return row && numberOf(row.Failed) / Math.max(1, numberOf(row.Operations))
  }
  const [now, before] = [shareOf('this'), shareOf('before')]
  if (now === undefined) return { value: '—', words: 'No chat this week.', tone: 'plain' }
  if (before === undefined) {
    return {
      value: shareText(now),
      words: 'of chat operations failed; there was no chat the week before.',
      tone: 'plain',
    }
  }
  const isMore = now > before
  return {
    value: shareText(now),
    words: `of chat operations failed this week, ${isMore ? 'up from' : 'and'} ${shareText(before)} the week before.`,
    tone: isMore ? 'bad' : 'good',
  }
}

/** Numbers of families without labels in Prometheus' text format; labelled ones are summed. */
export function gauges(exposition: string): Readonly<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const line of exposition.split('\n')) {
    const [, name, value] = /^([a-z_]+)(?:\{.*\})? ([-+.\deE]+)$/.exec(line) ?? []
    if (name !== undefined) found[name] = (found[name] ?? 0) + Number(value)
  }
  return found
}
