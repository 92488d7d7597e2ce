/** Where the data of a resource may rest, as the service names it. */
const NAMES = [
  'Africa',
  'Asia Pacific',
  'Australia',
  'Brazil',
  'Canada',
  'Europe',
  'France',
  'Germany',
  'India',
  'Japan',
  'Korea',
  'Norway',
  'Switzerland',
  'UAE',
  'UK',
  'United States',
]

/** User tokens spell a location in lower case without spaces; the directory keeps that. */
const keyOf = (name: string): string => name.toLowerCase().replaceAll(' ', '')

const byKey: ReadonlyMap<string, string> = new Map(NAMES.map(name => [keyOf(name), name]))

/** The directory's spelling of a location that exists: `United States` and `UnitedStates` are `unitedstates`. */
export function dataLocationOf(text: string): string | undefined {
  const key = keyOf(text)
  return byKey.has(key) ? key : undefined
}

/** A seed may name a location that is not listed: it is shown as it stands there. */
export const dataLocationName = (key: string): string => byKey.get(keyOf(key)) ?? key

export const dataLocationNames = NAMES.join(', ')
