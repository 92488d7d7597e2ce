/** The kinds of values a setting may have: how text becomes one, what is accepted, and how that is said. */

export interface Kind<Value> {
  /** From a flag or an environment variable; what can't be read is left as it is and fails `accepts`. */
  readonly fromText: (text: string) => unknown
  readonly accepts: (value: unknown) => value is Value
  /** Follows "expected". */
  readonly expected: string
  /** Stands for the value in the help; empty for a switch. */
  readonly placeholder: string
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

export const text = (expected: string, placeholder: string): Kind<string | undefined> => ({
  fromText: given => given,
  accepts: isText,
  expected,
  placeholder,
})

export const requiredText = (expected: string, placeholder: string): Kind<string> => ({
  fromText: given => given,
  accepts: isText,
  expected,
  placeholder,
})

export const url = (placeholder: string): Kind<string | undefined> => ({
  fromText: given => given,
  accepts: (value): value is string => isText(value) && /^https?:$/.test(URL.parse(value)?.protocol ?? ''),
  expected: 'an http or https URL',
  placeholder,
})

export const whole = (least: number, most: number): Kind<number> => ({
  fromText: given => (/^-?\d+$/.test(given) ? Number(given) : given),
  accepts: (value): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
  expected: `a whole number from ${least} to ${most}`,
  placeholder: '<number>',
})

export const choice = <const Value extends string>(values: readonly Value[]): Kind<Value> => ({
  fromText: given => given,
  accepts: (value): value is Value => values.some(allowed => allowed === value),
  expected: `one of ${values.join(', ')}`,
  placeholder: `<${values.join('|')}>`,
})

export const yesOrNo: Kind<boolean> = {
  fromText: given => ({ true: true, false: false })[given.toLowerCase()] ?? given,
  accepts: (value): value is boolean => typeof value === 'boolean',
  expected: 'true or false',
  placeholder: '',
}

export const texts = (what: string, placeholder: string): Kind<readonly string[]> => ({
  fromText: given => given.split(',').map(item => item.trim()),
  accepts: (value): value is readonly string[] => Array.isArray(value) && value.every(isText),
  expected: `${what}, comma separated (a list in the file)`,
  placeholder,
})

const fromJson = (given: string): unknown => {
  try {
    return JSON.parse(given) as unknown
  } catch {
    return given
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object whose members are judged where they are used; as text it is JSON. */
export const object = (expected: string): Kind<object | undefined> => ({
  fromText: fromJson,
  accepts: isObject,
  expected,
  placeholder: '<json>',
})

/** A list of such objects. */
export const objects = (expected: string): Kind<readonly object[]> => ({
  fromText: fromJson,
  accepts: (value): value is readonly object[] => Array.isArray(value) && value.every(isObject),
  expected,
  placeholder: '<json>',
})

/** `name=value,name=value`; in the file an object. `true` and `false` become booleans. */
export const pairs: Kind<Readonly<Record<string, string | boolean>>> = {
  fromText: given => {
    const found = given.split(',').map(item => /^\s*(\w+)\s*=\s*(\S+)\s*$/.exec(item))
    if (found.some(match => match === null)) return given
    return Object.fromEntries(found.map(match => [match?.[1] ?? '', yesOrNo.fromText(match?.[2] ?? '')]))
  },
  accepts: (value): value is Readonly<Record<string, string | boolean>> =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(item => typeof item === 'string' || typeof item === 'boolean'),
  expected: 'name=value pairs, comma separated (an object in the file)',
  placeholder: '<name=value,…>',
}
