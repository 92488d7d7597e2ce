/** The phases of a compilation for the terminal, in the order in which a query passes through them. */

const PHASES = [
  ['bound', 'Bound tree'],
  ['operators', 'Operators'],
  ['plan', 'Plan'],
  ['sql', 'SQL'],
] as const

/** `explanation` is the logs API's; a phase that is not there is left out. */
export function printExplanation(explanation: Readonly<Record<string, unknown>>): string {
  const phases = PHASES.flatMap(([name, title]) => {
    const text = explanation[name]
    return typeof text === 'string' ? [`${title}\n${indented(text)}`] : []
  })
  const warnings = [explanation.warnings ?? []].flat().map(warningLine)
  return [...phases, ...(warnings.length > 0 ? [`Warnings\n${warnings.join('\n')}`] : []), ''].join('\n\n')
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map(line => `  ${line}`)
    .join('\n')

function warningLine(warning: unknown): string {
  const { code, line, pos, message } = Object(warning)
  return `  ${code} at ${line}:${pos}: ${message}`
}
