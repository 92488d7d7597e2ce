/** What somebody pasted: every spelling under which the tables may know it. Pure. */

export interface ReadId {
  /** As pasted, without blanks around. */
  readonly text: string
  /** Values to compare ids with: raw ids lose their prefix in the call tables, threads of links are decoded. */
  readonly spellings: readonly string[]
}

export function readId(pasted: string): ReadId {
  const text = pasted.trim()
  const found = new Set([text])
  const thread = /(19(?::|%3a)meeting_[^/@\s]+(?:@|%40)thread\.v2)/i.exec(text)?.[1]
  if (thread) found.add(decodeURIComponent(thread))
  const raw = /^\d+:(acs|gcch-acs|dod-acs|orgid|teamsvisitor|spool):(.+)$/i.exec(text)
  if (raw) {
    const [, kind = '', rest = ''] = raw
    found.add(rest)
    found.add(`${kind.includes('acs') ? 'acs' : kind}:${rest}`)
  }
  const identifier = /^acs:(.+)$/i.exec(text)?.[1]
  if (identifier) found.add(`8:acs:${identifier}`)
  return { text, spellings: [...found].filter(one => one !== '') }
}
