/**
 * Why outside data does not fit its schema, said so that its sender can mend it: where, what was found, what was
 * expected. Takes a compiled TypeBox validator as a port, so that `base` itself loads no validator.
 */

export interface Mismatch {
  /** JSON pointer; empty for the whole value. */
  readonly path: string
  readonly found: string
  readonly expected: string
}

interface SchemaError {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

/** What `Compile` of `typebox/compile` gives. */
export interface SchemaChecker {
  Check(value: unknown): boolean
  Errors(value: unknown): readonly SchemaError[]
}

/** Every mismatch of the value, none when it fits. At most one per place. */
export function mismatchesOf(checker: SchemaChecker, value: unknown): readonly Mismatch[] {
  if (checker.Check(value)) return []
  const errors = checker.Errors(value)
  const byPath = new Map<string, Mismatch>()
  for (const error of errors) {
    const mismatch = translate(error, errors, value)
    if (mismatch && !byPath.has(mismatch.path)) byPath.set(mismatch.path, mismatch)
  }
  return [...byPath.values()]
}

/** `/scopes/0: found "x", expected one of "chat", "voip"` */
export const mismatchText = ({ path, found, expected }: Mismatch): string =>
  `${path === '' ? 'the value' : path}: found ${found}, expected ${expected}`

function translate(error: SchemaError, all: readonly SchemaError[], value: unknown): Mismatch | undefined {
  const at = error.instancePath
  const member = memberNamed(error)
  if (member !== undefined) {
    const missing = error.keyword === 'required'
    const path = `${at}/${member}`
    return missing
      ? { path, found: 'nothing', expected: 'a value' }
      : { path, found: 'a member of that name', expected: 'no such member' }
  }
  const expected = expectationOf(error, all)
  return expected === undefined ? undefined : { path: at, found: describe(lookUp(value, at), at), expected }
}

function memberNamed(error: SchemaError): string | undefined {
  const names =
    error.keyword === 'required'
      ? param(error, 'requiredProperties')
      : error.keyword === 'additionalProperties'
        ? param(error, 'additionalProperties')
        : undefined
  return Array.isArray(names) ? String(names[0]) : undefined
}

const param = (error: SchemaError, name: string): unknown => Reflect.get(error.params, name)

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
  null: 'null',
}

const COMPARED: Readonly<Record<string, string>> = {
  '>=': 'at least',
  '<=': 'at most',
  '>': 'more than',
  '<': 'less than',
}

/** One row a keyword of JSON Schema; a keyword without a row falls back to the validator's own words. */
const EXPECTATIONS: Readonly<Record<string, (error: SchemaError) => string>> = {
  type: error =>
    [param(error, 'type')]
      .flat()
      .map(kind => KINDS[String(kind)] ?? String(kind))
      .join(' or '),
  enum: error => oneOf([param(error, 'allowedValues')].flat()),
  const: error => JSON.stringify(param(error, 'allowedValue')),
  minimum: boundOf,
  maximum: boundOf,
  exclusiveMinimum: boundOf,
  exclusiveMaximum: boundOf,
  minLength: error => `at least ${param(error, 'limit')} characters`,
  maxLength: error => `at most ${param(error, 'limit')} characters`,
  minItems: error => `at least ${param(error, 'limit')} items`,
  maxItems: error => `at most ${param(error, 'limit')} items`,
  uniqueItems: () => 'items that differ from each other',
  pattern: error => `text of the form ${param(error, 'pattern')}`,
  format: error => `text in the format ${param(error, 'format')}`,
}

function expectationOf(error: SchemaError, all: readonly SchemaError[]): string | undefined {
  const constants = all.filter(
    other => other.keyword === 'const' && other.instancePath === error.instancePath,
  )
  if (constants.length > 1) return oneOf(constants.map(constant => param(constant, 'allowedValue')))
  if (error.keyword === 'boolean') return undefined
  return EXPECTATIONS[error.keyword]?.(error) ?? `it ${error.message}`
}

function boundOf(error: SchemaError): string {
  return `${COMPARED[String(param(error, 'comparison'))] ?? param(error, 'comparison')} ${param(error, 'limit')}`
}

const oneOf = (values: readonly unknown[]): string =>
  `one of ${values.map(value => JSON.stringify(value)).join(', ')}`

const SECRET_NAME = /token|secret|passcode|password|key|assertion/i
const LONGEST_SHOWN = 60

/** Never repeats what could be a secret: messages end up in answers, logs and records. */
function describe(value: unknown, path: string): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value !== 'string') return JSON.stringify(value)
  const hidden = value.length > LONGEST_SHOWN || SECRET_NAME.test(path)
  return hidden ? `a string of ${value.length} characters` : JSON.stringify(value)
}

function lookUp(value: unknown, pointer: string): unknown {
  let found: unknown = value
  for (const step of pointer.split('/').slice(1)) {
    if (typeof found !== 'object' || found === null) return undefined
    found = Reflect.get(found, step.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  return found
}
