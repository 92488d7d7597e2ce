/** KQL's words for its types, as they stand in declarations. */
import type { Bound } from '../1-read/bound.ts'
import type { KqlType } from '../types.ts'

export const TYPE_WORDS: Readonly<Record<string, KqlType>> = {
  bool: 'bool',
  boolean: 'bool',
  int: 'int',
  long: 'long',
  real: 'real',
  double: 'real',
  decimal: 'decimal',
  string: 'string',
  datetime: 'datetime',
  date: 'datetime',
  timespan: 'timespan',
  time: 'timespan',
  guid: 'guid',
  dynamic: 'dynamic',
}

/** The type a declaration names; undefined for a tabular one. */
export const declaredType = (node: Bound | undefined): KqlType | undefined =>
  TYPE_WORDS[node?.text.toLowerCase() ?? '']
