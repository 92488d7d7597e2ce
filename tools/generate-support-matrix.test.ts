import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { SUPPORT_MATRIX, supportMatrix } from './generate-support-matrix.ts'
import { apiNotes } from './support-notes.ts'

test('docs/surface/api.md lists the operations that the server mounts', async () => {
  const page = await supportMatrix()
  expect(await readFile(SUPPORT_MATRIX, 'utf8')).toBe(page)
  for (const { title } of Object.values(apiNotes)) expect(page).toContain(`## ${title}\n`)
})

test('who is named as a judge exists, and what is missing has a reason', async () => {
  const judges = Object.values(apiNotes).flatMap(each => each.judges)
  expect(judges.filter(judge => !existsSync(judge))).toEqual([])
  expect(await supportMatrix()).not.toContain('missing:  ')
})
