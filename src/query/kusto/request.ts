/** The body of a Kusto request: text, database, options and parameters. */
import Type from 'typebox'

export const RequestBody = Type.Object({
  db: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  csl: Type.Optional(Type.String()),
  /** An object, or the same as JSON text: clients differ. */
  properties: Type.Optional(Type.Unknown()),
})

export type RequestBody = Type.Static<typeof RequestBody>

export type ParameterValue = string | number | boolean

export interface Properties {
  readonly options: Readonly<Record<string, unknown>>
  readonly parameters: Readonly<Record<string, ParameterValue>>
}

/** What is not understood is left out: the service ignores options it does not know. */
export function propertiesOf({ properties }: RequestBody): Properties {
  const given = Object(typeof properties === 'string' ? parsed(properties) : properties)
  // Grafana's plugin writes the name small.
  const { Options = given.options, Parameters = given.parameters } = given
  const parameters = Object.entries(Object(Parameters)).flatMap(([name, value]) =>
    isValue(value) ? [[name, typeof value === 'string' ? unwrapped(value) : value]] : [],
  )
  return { options: Object(Options), parameters: Object.fromEntries(parameters) }
}

const isValue = (value: unknown): value is ParameterValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

/** Values come as KQL literals: `datetime(2024-01-01)`, `"text"`; the type is the declaration's. */
function unwrapped(text: string): string {
  const typed = /^(?:datetime|timespan|time|guid|bool|int|long|real|double|decimal)\((.*)\)$/s.exec(
    text.trim(),
  )
  return (typed?.[1] ?? text).replace(/^(["'])(.*)\1$/s, '$2')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
