/** Who speaks most, and how many pictures make sense. */
import { Emitter } from '../../emitter.ts'
import type { Speaking } from '../../media/session.ts'
import type { Call } from '../call.ts'

/** The latest speakers first, as many as a grid shows. */
const MOST_SPEAKERS = 5

/** As many as the server has receive slots for video. */
const VIDEO_SLOTS = 9

export function dominantSpeakers(call: Call) {
  const events = new Emitter<{ dominantSpeakersChanged: undefined }>()
  let speakers: readonly string[] = []
  let timestamp = new Date(0)
  const hear = ({ dominant }: Speaking) => {
    if (dominant === null || dominant === speakers[0]) return
    speakers = [dominant, ...speakers.filter(one => one !== dominant)].slice(0, MOST_SPEAKERS)
    timestamp = new Date()
    events.emit('dominantSpeakersChanged', undefined)
  }
  call.session.media?.on('speaking', hear)
  call.session.events.on('media', media => void media.on('speaking', hear))
  return {
    get dominantSpeakers() {
      const identifiers = speakers.flatMap(participantId => {
        const participant = call.participants.byParticipantId(participantId)
        return participant ? [participant.identifier] : []
      })
      return { speakersList: identifiers, timestamp }
    },
    on: events.on.bind(events),
    off: events.off.bind(events),
  }
}

export function optimalVideoCount(_call: Call) {
  return { optimalVideoCount: VIDEO_SLOTS, lastOvcChangeReason: 'unknown' }
}
