/** What the platform lacks: time, ids, errors, the HTTP contract. Knows no meetings. */
export * from './clock.ts'
export * from './errors.ts'
export * from './http.ts'
export * from './ids.ts'
export * from './iso.ts'
export * from './json.ts'
export * from './log.ts'
export * from './mismatch.ts'
