/**
 * `workspace('W').T` in the parser's words. Its package knows `database('W').T`, which binds the same way; the
 * function's name is replaced by one of the same length (with a blank), so that every position stays what it was.
 */

/** Strings and comments, where the word means nothing; or the call itself. */
const PIECES = /@?"(?:[^"\\\n]|\\.)*"|@?'(?:[^'\\\n]|\\.)*'|```[\s\S]*?```|\/\/[^\n]*|\bworkspace(?=\s*\()/g

export function workspacesAsDatabases(text: string): string {
  return text.replace(PIECES, piece => (piece === 'workspace' ? 'database ' : piece))
}
