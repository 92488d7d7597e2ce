/** The vocabulary of the field as data and types, shared by all stages. Pure. */
export * from './call.ts'
export * from './directory.ts'
export * from './fact.ts'
export * from './field.ts'
export * from './ids.ts'
export * from './record.ts'
