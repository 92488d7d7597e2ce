/** Who is there at the first start, and what the operator says about it. */
import type { Ids } from '#base'
import { type Directory, knownWorld, openDirectory, type Seed, type WorkspaceEntry } from '#directory'
import { checkSwitches, type Switches } from '#policy'
import { ALL_METRICS, type Router } from '#router'
import type { State } from '#state'
import { OperatorError } from '../operator-error.ts'
import { seedError } from '../seed-file.ts'
import { exposureProblem } from '../settings/exposure.ts'
import type { Settings } from '../settings/table.ts'

interface World {
  readonly settings: Settings
  readonly seed?: Seed | undefined
  readonly state: State
  readonly ids: Ids
}

/** The directory, seeded on the first start. Throws OperatorError for a seed that does not fit or unsafe secrets. */
export async function openWorld({ settings, seed, state, ids }: World): Promise<Directory> {
  const directory = openDirectory({ state, ids })
  const wanted = seed ?? (directory.isEmpty() ? knownWorld : undefined)
  const problems = wanted ? await directory.apply(wanted) : []
  if (problems.length > 0) throw seedError(problems, settings.seed)
  if (settings.keys === 'random') await directory.replacePublishedSecrets()
  const exposure = exposureProblem(settings, directory.publishedSecrets())
  if (exposure) throw exposure
  return directory
}

/** The workspace that gets our own tables: the first one. */
export function houseWorkspace(directory: Directory): WorkspaceEntry {
  const [house] = directory.workspaces()
  if (house) return house
  throw new OperatorError(
    'The seed names no workspace, so there is no place for logs.',
    'Add one under "workspaces".',
  )
}

export function switchesOf({ switches }: Settings): Switches {
  const checked = checkSwitches(switches)
  if (checked.problems.length === 0) return checked.switches
  throw new OperatorError(checked.problems.join('\n'), 'docs/policy.md lists the switches and their values.')
}

/** The setting that a resource starts with: everything to a workspace of its tenant, else to the house's. */
const DEFAULT_SETTING = 'everything-to-workspace'

/**
 * Gives each resource of the seed the default setting, once: whoever removes it has it removed. One that was made in
 * the resource plane starts without, as in Azure.
 */
export async function giveDefaultSettings(router: Router, directory: Directory, state: State): Promise<void> {
  const house = houseWorkspace(directory)
  for (const resource of directory.resources().filter(({ created }) => !created)) {
    if (state.get('SELECT 1 AS given FROM default_settings WHERE resource = ?', resource.armId)) continue
    const own = directory.workspaces().find(({ tenant }) => tenant === resource.tenant)
    await router.settings.put(
      {
        resource: resource.armId,
        name: DEFAULT_SETTING,
        destinations: { workspace: (own ?? house).armId },
        logs: [{ kind: 'group', group: 'allLogs', enabled: true }],
        metrics: [{ category: ALL_METRICS, enabled: true }],
      },
      { startsNow: true },
    )
    await state.transact(tx => tx.run('INSERT INTO default_settings (resource) VALUES (?)', resource.armId))
  }
}

export const worldMigrations = [
  {
    id: 'server-1-default-settings',
    sql: 'CREATE TABLE default_settings (resource TEXT PRIMARY KEY) STRICT',
  },
]
