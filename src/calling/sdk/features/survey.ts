/** The stars after a call. */
import { randomIds } from '#base'
import type { ClientMessage } from '#sources/meetings/client'
import type { Call } from '../call.ts'
import { toCallError } from '../call-error.ts'

export interface Rating {
  readonly score: number
  readonly issues?: readonly string[]
  readonly scale?: {
    readonly lowerBound: number
    readonly upperBound: number
    readonly lowScoreThreshold: number
  }
}

export interface CallSurvey {
  readonly overallRating?: Rating
  readonly audioRating?: Rating
  readonly videoRating?: Rating
  readonly screenshareRating?: Rating
}

type Told = Extract<ClientMessage, { type: 'survey' }>

const ratingOf = ({ score, issues, scale }: Rating) => ({
  score,
  ...(issues && { issues: [...issues] }),
  ...(scale && {
    lowerBound: scale.lowerBound,
    upperBound: scale.upperBound,
    threshold: scale.lowScoreThreshold,
  }),
})

export function survey(call: Call) {
  return {
    /** Rejects for values outside the scale and for unknown issues. */
    async submitSurvey(answers: CallSurvey) {
      const { info } = call.session
      if (!info) throw new Error('A survey needs a call that has begun.')
      const { callId, participantId } = info
      const { overallRating, audioRating, videoRating, screenshareRating } = answers
      // Sound but for the issues, an open list in the SDK: the server refuses those that the log does not know.
      const message = {
        type: 'survey',
        callId,
        participantId,
        ...(overallRating && { overall: ratingOf(overallRating) }),
        ...(audioRating && { audio: ratingOf(audioRating) }),
        ...(videoRating && { video: ratingOf(videoRating) }),
        ...(screenshareRating && { screenshare: ratingOf(screenshareRating) }),
      } as Told
      try {
        await call.session.request(message)
      } catch (error) {
        throw toCallError(error)
      }
      return { ...answers, id: randomIds.uuid(), callId, localParticipantId: participantId }
    },
  }
}
