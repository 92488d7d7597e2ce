/** Meetings and calls: who gets in, what happens there, and the finished call that becomes a fact. */
export {
  type ClientIdentity,
  type ClientOptions,
  connectSignal,
  type SignalClient,
  SignalError,
} from './client.ts'
export { createMeetings, type Meetings, type MeetingsOptions } from './create-meetings.ts'
export type { DirectoryUser, MeetingDirectory, MeetingPolicy, Organizer, Standing } from './directory-port.ts'
export type { StreamReport, StreamWindow } from './engine/statistics.ts'
export { meetingDirectoryOf } from './from-directory.ts'
export { graphErrorBody } from './graph/errors.ts'
export { type KnownMeeting, meetingFor } from './graph/known-meeting.ts'
export { GRAPH_AUDIENCE } from './graph/surface.ts'
export type { LiveCallView, LiveChange, LiveParticipantView, LiveStreamView } from './live/view.ts'
export type { MediaPlane } from './media/plane-port.ts'
export type { BotToAdd, Operator, PhoneToAdd } from './operator/operator.ts'
export type { RoomAccess, RoomAdmission } from './rooms-port.ts'
export { type MeetingsSettings, meetingsDefaults } from './settings.ts'
export type { LocatorInput } from './signalling/messages.ts'
export { createMessageReader } from './signalling/read-message.ts'
export type { CallState, EndOfLeg, RosterEntry, ServerMessage } from './signalling/server-messages.ts'
export type { SignalSocket } from './signalling/session.ts'
export { meetingsMigrations } from './store.ts'
