/** The file given with `--seed`. */
import { readFile } from 'node:fs/promises'
import { type Mismatch, messageOf, mismatchText } from '#base'
import { parseSeed, type Seed } from '#directory'
import { OperatorError } from './operator-error.ts'

/** Reads and checks the file. Throws OperatorError with the places that are wrong. */
export async function readSeedFile(path: string): Promise<Seed> {
  const parsed = parseSeed(await readJson(path))
  if (parsed.kind === 'invalid') throw seedError(parsed.problems, path)
  return parsed.seed
}

/** What to say of a seed whose problems were found by reading it or by applying it. */
export const seedError = (problems: readonly Mismatch[], path = 'given'): OperatorError =>
  new OperatorError(
    `The seed file ${path} is wrong:\n${problems.map(problem => `  ${mismatchText(problem)}`).join('\n')}`,
    'docs/configuration.md says what it may hold.',
  )

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new OperatorError(
      `The seed file ${path} can't be read: ${messageOf(error)}`,
      'Give the path of a JSON file.',
    )
  }
}
