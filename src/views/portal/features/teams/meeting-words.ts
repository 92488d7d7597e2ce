import { addressOf } from '#views/kit'

export const countText = (participants: number): string =>
  participants === 1 ? '1 Participant' : `${participants} Participants`

/** A meeting reached from a user's page: a specialist still sees that user's name there. */
export const meetingAddress = ({ callId }: { readonly callId: string }, user: string): string =>
  addressOf(`/portal/teams/meetings/${encodeURIComponent(callId)}`, { user })
