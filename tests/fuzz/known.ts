/**
 * Gaps of the translation that the fuzzer has found and nobody has closed yet, by the engine's own words. The list only
 * gets shorter: with a gap closed, its line goes and a query of it comes to found.kql.
 */
export const knownGaps: readonly { readonly words: RegExp; readonly example: string }[] = [
  { words: /splitByString.*const String/s, example: 'Calls | project split(Participant, CorrelationId)' },
  { words: /inf or nan to integer/, example: 'print toint(real(nan) + rand())' },
  { words: /Decimal convert overflow/, example: 'print todecimal(real(+inf))' },
  { words: /of function moduloOrNull/, example: 'print decimal(5) % decimal(3)' },
  { words: /of function negate/, example: 'print -(datetime(2024-01-01))' },
  { words: /Identifier 's\.s'/, example: 'seed 2771: a column of the name s beside an alias s' },
  { words: /Division by zero/, example: 'seed 1370: print (decimal(0.1) / long(null)) % countof("a", "b")' },
  {
    words: /Unexpected literal type/,
    example: 'seed 1618: mv-apply over a constant array, then summarize percentile of a constant',
  },
]
