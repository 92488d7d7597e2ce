/** Why a participant left: what a code and its sub code mean, also for pairs that nobody documented (R49). */
import { endCodes as documented } from './generated/end-codes.ts'
import { genericEndCodes } from './generated/generic-end-codes.ts'
import type { EndCode, ResultCategory } from './schema.ts'

export const endCodes: readonly EndCode[] = documented

/** The two documented endings of somebody who never got past a Teams lobby, and the usual ones after it. */
export const ENDED = {
  hungUp: { code: 0, subCode: 0 },
  meetingEndedForAll: { code: 0, subCode: 4097 },
  connectionAbandoned: { code: 0, subCode: 4521 },
  removed: { code: 0, subCode: 5300 },
  rejectedInLobby: { code: 0, subCode: 5854 },
  lobbyTimedOut: { code: 0, subCode: 5855 },
  connectionLost: { code: 496, subCode: 7 },
} as const

const byPair: ReadonlyMap<string, EndCode> = new Map(
  endCodes.map(row => [pairOf(row.code, row.subCode), row] as const),
)
/** Azure's own queries know most sub codes without their code; 0 is shared by several. */
const bySubCode: ReadonlyMap<number, EndCode> = new Map(
  endCodes.filter(row => row.subCode !== 0).map(row => [row.subCode, row] as const),
)
const generic: ReadonlyMap<number, string> = new Map(genericEndCodes.map(row => [row.code, row.message]))

/**
 * What an ending means. An unlisted pair takes the message of its sub code, of a phone network's answer or of its
 * code, in this order, and the category of its class of codes; a listed one without documented category has none.
 */
export function endCode(code: number, subCode: number): EndCode {
  const listed = byPair.get(pairOf(code, subCode))
  if (listed) return listed
  const sibling = bySubCode.get(subCode)
  const category = sibling ? sibling.category : categoryOfClass(code)
  const message = sibling?.message ?? phoneMessage(subCode) ?? generic.get(code) ?? `Ended with code ${code}`
  return { code, subCode, message, ...(category && { category }) }
}

/** Sub codes 540xxx and 560xxx carry the SIP answer of the phone operator in their last three digits. */
const PHONE_DIRECTIONS: Readonly<Record<number, string>> = { 540: 'Inbound', 560: 'Outbound' }

function phoneMessage(subCode: number): string | undefined {
  const direction = PHONE_DIRECTIONS[Math.floor(subCode / 1000)]
  const sip = subCode % 1000
  return direction && `${direction}: ${generic.get(sip) ?? `operator answered ${sip}`}`
}

/** Classes of the calling documents; the other classes say nothing about whose fault it was. */
function categoryOfClass(code: number): ResultCategory | undefined {
  const classes: Readonly<Record<number, ResultCategory>> = {
    0: 'Success',
    2: 'Success',
    4: 'UnexpectedClientError',
    5: 'UnexpectedServerError',
  }
  return classes[Math.floor(code / 100)]
}

function pairOf(code: number, subCode: number): string {
  return `${code}/${subCode}`
}
