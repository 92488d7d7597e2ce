import { ApiError } from '#base'

export const noSuchUser = (reference: string): ApiError =>
  new ApiError({
    status: 404,
    code: 'UserNotFound',
    message: `No user and no guest of this tenant's meetings is known as ${JSON.stringify(reference.slice(0, 200))}. Expected an object id, a user principal name, a person key, a raw id or a phone number with its plus.`,
  })

export const noSuchMeeting = (call: string): ApiError =>
  new ApiError({
    status: 404,
    code: 'MeetingNotFound',
    message: `No meeting of this tenant has the call id ${JSON.stringify(call.slice(0, 200))}. Expected the id of a meeting that this tenant organized and that runs, or ended while its rows are kept.`,
  })

export const noSuchSession = (participant: string): ApiError =>
  new ApiError({
    status: 404,
    code: 'SessionNotFound',
    message: `Nobody in this meeting has the participant id ${JSON.stringify(participant.slice(0, 200))}. GET /teams/meetings/{callId} lists who took part; a session is there once the meeting has ended.`,
  })

export const noCharts = (call: string): ApiError =>
  new ApiError({
    status: 404,
    code: 'NoCharts',
    message: `No charts are kept of the meeting ${JSON.stringify(call.slice(0, 200))}: they are there while it runs and a day after, until the server restarts. The figures of each stream are in its sessions.`,
  })
