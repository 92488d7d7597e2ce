/** Completeness against the collected facts; they are not part of the repository, so without them this is skipped. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { allDimensions, allMeasures } from './catalogue/catalogue.ts'

const FACTS = '../shared/facts'

interface Named {
  readonly name: string
  readonly dataModelName: string
}

const read = (file: string) =>
  JSON.parse(readFileSync(`${FACTS}/${file}`, 'utf8')) as Readonly<Record<string, readonly Named[]>>

describe.skipIf(!existsSync(FACTS))('against the facts (skipped where they are absent)', () => {
  test('every name and data model name is the documented one', () => {
    const named = (all: readonly Named[] = []) => all.map(one => [one.name, one.dataModelName])
    const ours = (all: typeof allDimensions | typeof allMeasures) =>
      all.map(({ entry, dataModelName }) => [entry.name, dataModelName])
    expect(ours(allDimensions)).toEqual(named(read('cqd-dimensions.json').dimensions))
    expect(ours(allMeasures)).toEqual(named(read('cqd-measures.json').measures))
  })
})
