/** What counts as this machine, in addresses, host names and web origins. */

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/i

export const isLoopback = (address: string): boolean => LOOPBACK.test(address)

/** `[::1]:7443` → `::1`, `Localhost:80` → `localhost`; undefined for what is no host. */
export function hostnameOf(host: string): string | undefined {
  const url = URL.parse(`http://${host}`)
  return url?.hostname.replace(/^\[|\]$/g, '')
}

/**
 * Whether a host name means this server. A web page can make a browser send requests here under a name of its own
 * (DNS rebinding); such requests carry a name that nobody configured.
 */
export function isOwnName(name: string, names: readonly string[]): boolean {
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    isLoopback(name) ||
    names.some(own => own.toLowerCase() === name)
  )
}

/** Whether a page of that origin may call: pages of this machine, and configured ones. */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  if (allowed.includes('*') || allowed.includes(origin)) return true
  const url = URL.parse(origin)
  return url !== null && isOwnName(url.hostname.replace(/^\[|\]$/g, ''), [])
}
