/**
 * Brings the rows of accepted files into the journal, a piece a transaction with how far it got: a restart goes on
 * where it stopped, and a large file leaves room for everything else that waits for delivery.
 */
import { ApiError, type Clock, type Ids, type Log, messageOf, sleep } from '#base'
import type { ArmId, Row, TenantId } from '#records'
import type { State } from '#state'
import { cellsOf, markOf, TABLES } from './rows.ts'
import { activate, contentOf, isWanted, loadingFile, nextMark, putLoaded, type StoredFile } from './store.ts'

export interface LoaderOptions {
  readonly state: State
  /** Where the tenant's rows go. */
  readonly workspaceOf: (tenant: TenantId) => ArmId
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

export interface Loader {
  /** Brings in what waits; resolves when nothing does any more, or when it was stopped. */
  run(): Promise<void>
  stop(): Promise<void>
}

/** Rows of one deposit. */
const PIECE = 1000
/** Facts that may wait before a piece more comes. */
const MOST_WAITING = 20_000
const PAUSE_MS = 500

export function createLoader(options: LoaderOptions): Loader {
  const stopped = new AbortController()
  let running: Promise<void> | undefined
  const runAll = async () => {
    // A whole turn later, so that `running` is set before it is taken away.
    await Promise.resolve()
    for (
      let file = loadingFile(options.state);
      file && !stopped.signal.aborted;
      file = loadingFile(options.state)
    ) {
      await load(file, options, stopped.signal)
    }
    running = undefined
  }
  const run = async () => {
    running ??= runAll()
    await running
  }
  return {
    run,
    stop: async () => {
      stopped.abort()
      await running?.catch(() => undefined)
    },
  }
}

async function load(file: StoredFile, options: LoaderOptions, signal: AbortSignal): Promise<void> {
  const { state, clock, log } = options
  const content = contentOf(state, file.fileId) ?? ''
  let { loaded } = file
  let piece: Row[] = []
  let seen = 0
  for (const cells of cellsOf[file.kind](file, content)) {
    seen += 1
    if (seen <= file.loaded) continue
    piece.push(cells)
    if (piece.length < PIECE) continue
    loaded += piece.length
    if (!(await put(file, { piece, loaded, isLast: false }, options, signal))) return
    piece = []
  }
  const isDone = await put(file, { piece, loaded: loaded + piece.length, isLast: true }, options, signal)
  if (isDone) log.info({ kind: file.kind, rows: file.rows, at: clock.now() }, 'an uploaded file is in use')
}

interface Step {
  readonly piece: readonly Row[]
  readonly loaded: number
  readonly isLast: boolean
}

/** False: it was stopped, or the file is not wanted any more. Waits for as long as too much waits for delivery. */
async function put(
  file: StoredFile,
  step: Step,
  options: LoaderOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const { state, clock, log } = options
  for (;;) {
    if (signal.aborted) return false
    if (state.backlog().entries < MOST_WAITING) {
      try {
        return await state.transact(tx => write(tx, file, step, options))
      } catch (thrown) {
        if (!(thrown instanceof ApiError) || thrown.status !== 503) throw thrown
        log.warn({ reason: messageOf(thrown) }, 'rows of an uploaded file wait')
      }
    }
    await sleep(clock, PAUSE_MS, signal)
  }
}

type Change = Parameters<Parameters<State['transact']>[0]>[0]

function write(
  tx: Change,
  file: StoredFile,
  { piece, loaded, isLast }: Step,
  options: LoaderOptions,
): boolean {
  const { tenant, kind, fileId } = file
  if (!isWanted(tx, fileId)) return false
  const { workspaceOf, clock, ids } = options
  const now = clock.now()
  const workspace = workspaceOf(tenant)
  const deposit = (rows: readonly { readonly time: number; readonly cells: Row }[]) =>
    tx.emit({ kind: 'deposit', deposit: { id: ids.uuid(), workspace, table: TABLES[kind], rows } })
  if (piece.length > 0) deposit(piece.map(cells => ({ time: now, cells })))
  putLoaded(tx, fileId, loaded)
  if (!isLast) return true
  deposit([markOf(kind, tenant, fileId, nextMark(tx, tenant, kind, now))])
  activate(tx, file)
  return true
}
