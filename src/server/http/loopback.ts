/** What counts as this machine, in addresses, host names and web origins. */
import { isIP } from 'node:net'
import { hostname } from 'node:os'

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/i

export const isLoopback = (address: string): boolean => LOOPBACK.test(address)

/** `[::1]:7443` → `::1`, `Localhost:80` → `localhost`; undefined for what is no host. */
export function hostnameOf(host: string): string | undefined {
  const url = URL.parse(`http://${host}`)
  return url?.hostname.replace(/^\[|\]$/g, '')
}

/** What others on this machine, or in a container on it, may call it beside `localhost`. */
export function machineNames(): readonly string[] {
  const own = hostname().toLowerCase()
  return ['host.docker.internal', ...(/^[\w.-]+$/.test(own) && own !== 'localhost' ? [own] : [])]
}

/**
 * Whether a host name means this server. A web page can make a browser send requests here under a name of its own
 * (DNS rebinding); such requests carry a name that nobody configured. An address can't be rebound.
 */
export function isOwnName(name: string, names: readonly string[]): boolean {
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    isIP(name) !== 0 ||
    names.some(own => own.toLowerCase() === name)
  )
}

/** Whether a page of that origin may call: pages of this machine, and configured ones. */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  if (allowed.includes('*') || allowed.includes(origin)) return true
  const name = hostnameOf(URL.parse(origin)?.host ?? '') ?? ''
  return name === 'localhost' || name.endsWith('.localhost') || isLoopback(name)
}
