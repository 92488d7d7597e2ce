/** Where the server is: apps written for the calling SDK never say. */

interface Settings {
  /** `https://anteroom.example:7443` */
  readonly origin: string
}

const DEFAULT_ORIGIN = 'https://localhost:7443'
/** The path under which the server itself sends this module. */
const OWN_PATH = '/calling/calling.js'

/** Before the first CallClient; wins over the other ways. */
export function configureAnteroom({ origin }: Settings): void {
  Reflect.set(globalThis, 'ANTEROOM_ORIGIN', new URL(origin).origin)
}

/** As configured; else the server that sent this module; else a server of this machine. */
export function anteroomOrigin(moduleUrl = import.meta.url): string {
  const configured: unknown = Reflect.get(globalThis, 'ANTEROOM_ORIGIN')
  if (typeof configured === 'string' && configured !== '') return new URL(configured).origin
  const own = URL.parse(moduleUrl)
  return own?.pathname === OWN_PATH ? own.origin : DEFAULT_ORIGIN
}
