import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseSeed } from '#directory'
import { configurationDocs } from './generate-configuration-doc.ts'

test.each(Object.entries(configurationDocs()))('%s says what the tables say', (path, text) => {
  expect(readFileSync(path, 'utf8')).toBe(text)
})

test('the example of a seed is one', () => {
  const example = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/configuration.md', 'utf8'))?.[1]
  expect(parseSeed(JSON.parse(example ?? ''))).toMatchObject({ kind: 'seed' })
})
