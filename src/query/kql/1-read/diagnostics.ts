/**
 * Microsoft's diagnostics and our own, in the service's words: syntax errors are SYN0002, names and types
 * SEM0100 (facts of the logs API's error shape); ours begin with UNS (refused by name) or LIM (too much).
 */
import type { Diagnostic, Span } from '../types.ts'
import type { MsDiagnostic } from './facade.ts'

const LONGEST_TOKEN = 60

/** Semantic codes whose service code is not the general SEM0100. */
const SERVICE_CODES: Readonly<Record<string, string>> = {
  KS107: 'SEM0001',
  KS119: 'SEM0219',
  KS142: 'SEM0100',
  KS204: 'SEM0100',
  KS211: 'SEM0260',
}

/** Line and position of an offset, both from 1. */
export function placeOf(text: string, start: number): { line: number; pos: number } {
  const before = text.slice(0, start)
  const line = before.split('\n').length
  return { line, pos: start - (before.lastIndexOf('\n') + 1) + 1 }
}

type Finding = Pick<Diagnostic, 'code' | 'kind' | 'message' | 'span'> & {
  readonly severity?: 'error' | 'warning'
}

/** Completes a finding with its place and token. */
export function diagnosticAt(text: string, finding: Finding): Diagnostic {
  const { start, length } = finding.span
  const token = text
    .slice(start, start + length)
    .trim()
    .slice(0, LONGEST_TOKEN)
  return { severity: 'error', ...finding, ...placeOf(text, start), token }
}

/** One of the package's diagnostics in the service's words. */
export function serviceDiagnostic(text: string, found: MsDiagnostic, isSyntax: boolean): Diagnostic {
  const span: Span = { start: found.Start, length: found.Length }
  const severity = found.Severity === 'Error' ? 'error' : 'warning'
  if (!isSyntax) {
    const code = SERVICE_CODES[found.Code] ?? 'SEM0100'
    return diagnosticAt(text, { code, kind: 'semantic', message: found.Message, span, severity })
  }
  const { line, pos } = placeOf(text, span.start)
  const token = text
    .slice(span.start, span.start + span.length)
    .trim()
    .slice(0, LONGEST_TOKEN)
  const at = token ? `'${token}'` : 'the end'
  const message = `Query could not be parsed at ${at} on line [${line},${pos}]: ${found.Message}`
  return diagnosticAt(text, { code: 'SYN0002', kind: 'syntax', message, span, severity })
}
