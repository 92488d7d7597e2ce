/**
 * Gaps of the translation that the fuzzer has found and nobody has closed yet, by the engine's own words, each with a
 * plain reason. None at present: with a gap closed, its line goes and a query of it comes to found.kql.
 */
export const knownGaps: readonly { readonly words: RegExp; readonly example: string }[] = []
