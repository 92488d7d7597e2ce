/**
 * Completes package-lock.json: a registry mirror that lacks the optional packages of other platforms makes npm leave
 * them out of the lock, and `npm ci` then refuses the lock on every machine. Adds what is missing: name and version as
 * their parent asks for them, platform as their name says. Run it after `npm install`: `node tools/complete-lock.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Entry {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [other: string]: unknown
}

const FILE = 'package-lock.json'
const lock: { packages: Record<string, Entry> } = JSON.parse(readFileSync(FILE, 'utf8'))

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const PROCESSORS = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
]

/** `@x/binding-linux-arm64-musl` → linux, arm64, musl. */
function platformOf(name: string): Entry {
  const words = name.split(/[-/]/)
  const os = SYSTEMS.find(system => words.includes(system))
  const cpu = PROCESSORS.find(processor => words.includes(processor))
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined
  return {
    ...(os && { os: [os] }),
    ...(cpu && { cpu: [cpu] }),
    ...(libc && os === 'linux' && { libc: [libc] }),
  }
}

const isHere = (parent: string, name: string): boolean =>
  Object.hasOwn(lock.packages, `node_modules/${name}`) ||
  Object.hasOwn(lock.packages, `${parent}/node_modules/${name}`)

let added = 0
for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isHere(parent, name) || !/^\d/.test(version)) continue
    const platform = platformOf(name)
    if (!platform.cpu && !platform.os) continue
    lock.packages[`node_modules/${name}`] = { version, ...platform, ...(dev && { dev }), optional: true }
    added += 1
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(FILE, `${JSON.stringify(lock, undefined, 2)}\n`)
console.log(`${FILE}: ${added} packages of other platforms added`)
