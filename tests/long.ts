/**
 * Sets that take minutes each (impaired and broken networks with real browsers) run by `npm run test:long`; the
 * ordinary run keeps one of each kind of call and says here what it leaves out.
 */
export const isLongRun = process.env.ANTEROOM_LONG !== undefined

export const HOW_LONG = 'takes minutes: `npm run test:long`'

/** How often servers and engines are killed: the long run does it often enough to meet the rare moments. */
export const KILLS = isLongRun ? 20 : 3
