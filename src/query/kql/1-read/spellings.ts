/**
 * What the service writes and the parser's package knows under another name. Each is replaced by a text of the same
 * length, so that every position stays what it was.
 */

/** Strings and comments, where words mean nothing; or a word that may. */
const PIECES =
  /@?"(?:[^"\\\n]|\\.)*"|@?'(?:[^'\\\n]|\\.)*'|```[\s\S]*?```|\/\/[^\n]*|\bworkspace(?=\s*\()|\bfind\b|\bproject\b|\bpack_all\s*\(\s*\)|[|;]/g

/**
 * `workspace('W').T` as `database ('W').T`, which binds the same way; `find … project …, pack_all()` as the older
 * `pack(*)` of that operator.
 */
export function inParserWords(text: string): string {
  let reached: 'find' | 'project' | undefined
  return text.replace(PIECES, piece => {
    if (piece === 'workspace') return 'database '
    if (piece === 'find') reached = 'find'
    else if (piece === 'project') reached = reached ? 'project' : undefined
    else if (piece === '|' || piece === ';') reached = undefined
    else if (piece.startsWith('pack_all') && reached === 'project') return 'pack(*)'.padEnd(piece.length)
    return piece
  })
}
