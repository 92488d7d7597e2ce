/** The e-mail of an alert, for people: from the common alert schema to plain text and HTML. Pure. */

export interface Mail {
  readonly text: string
  readonly html: string
}

interface Condition {
  readonly metricName?: string
  readonly searchQuery?: string
  readonly operator: string
  readonly threshold: string
  readonly timeAggregation: string
  readonly metricValue: number | null
  readonly dimensions: readonly { readonly name: string; readonly value: string }[]
}

/** What `commonAlert` prints, as far as people read it. */
interface Payload {
  readonly data: {
    readonly essentials: {
      readonly alertRule: string
      readonly severity: string
      readonly monitorCondition: string
      readonly description: string
      readonly firedDateTime: string
      readonly resolvedDateTime?: string
      readonly configurationItems: readonly string[]
    }
    readonly alertContext: {
      readonly condition: {
        readonly allOf: readonly Condition[]
        readonly windowStartTime: string
        readonly windowEndTime: string
      }
    }
  }
}

const OPERATORS: Readonly<Record<string, string>> = {
  GreaterThan: 'over',
  GreaterThanOrEqual: 'at least',
  LessThan: 'under',
  LessThanOrEqual: 'at most',
  Equals: 'exactly',
}

/** `payload`: what `commonAlert` prints. */
export function mailOf(payload: string): Mail {
  const { data }: Payload = JSON.parse(payload)
  const { essentials, alertContext } = data
  const title = `${essentials.monitorCondition}: ${essentials.alertRule}`
  const rows = [...rowsOf(data), ...alertContext.condition.allOf.flatMap(rowsOfCondition)]
  const lines = rows.map(([name, value]) => `${name}: ${value}`)
  const { description } = essentials
  const cells = rows.map(
    ([name, value]) =>
      `<tr><th align="left" valign="top">${escaped(name)}</th><td>${escaped(value)}</td></tr>`,
  )
  return {
    text: [title, ...(description ? ['', description] : []), '', ...lines, ''].join('\n'),
    html: [
      '<!doctype html><html><body>',
      `<h2>${escaped(title)}</h2>`,
      ...(description ? [`<p>${escaped(description)}</p>`] : []),
      `<table cellpadding="4">${cells.join('')}</table>`,
      '</body></html>',
    ].join(''),
  }
}

type Row = readonly [name: string, value: string]

function rowsOf({ essentials, alertContext }: Payload['data']): readonly Row[] {
  const { windowStartTime, windowEndTime } = alertContext.condition
  return [
    ['Severity', essentials.severity],
    ['Of', essentials.configurationItems.join(', ')],
    ['Fired', essentials.firedDateTime],
    ...(essentials.resolvedDateTime ? [['Resolved', essentials.resolvedDateTime] as const] : []),
    ['Looked at', `${windowStartTime} to ${windowEndTime}`],
  ]
}

function rowsOfCondition(condition: Condition): readonly Row[] {
  const { metricName, searchQuery, operator, threshold, timeAggregation, metricValue, dimensions } = condition
  const bounds = `${OPERATORS[operator] ?? operator} ${threshold}`
  return [
    [metricName ?? 'Value', `${metricValue ?? 'nothing'} (${timeAggregation}, fires when ${bounds})`],
    ...dimensions.map(({ name, value }): Row => [name, value]),
    ...(searchQuery ? [['Query', searchQuery] as const] : []),
  ]
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Names and values come from callers: none of them may become markup. */
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, found => ENTITIES[found] ?? found).replaceAll('\n', '<br>')
