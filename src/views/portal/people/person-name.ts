/**
 * Who an identifier of the call tables is, short enough for a table: the user of `acs:<resource>_<user>`, for all users
 * of a resource begin alike.
 */
export function personName(identifier: string): string {
  const user = /^(?:8:)?acs:[^_]+_(.+)$/.exec(identifier)?.[1] ?? identifier
  return user.length > LONGEST ? `${user.slice(0, 8)}…${user.slice(-4)}` : user
}

const LONGEST = 24
