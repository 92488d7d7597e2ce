/**
 * Calls in the browser: the media of one call, what is measured of it, and a drop-in for the calling SDK of
 * Communication Services. Runs in pages only; talks to the server by signalling and WebRTC.
 */

export { CallSession, type SessionEvents, type SessionState } from './call/call-session.ts'
export {
  DIAGNOSTICS,
  type DiagnosticGroup,
  type DiagnosticName,
  Quality,
} from './diagnostics/catalogue.ts'
export type { DiagnosticChange, Diagnostics } from './diagnostics/diagnostics.ts'
export { type LevelMeterOptions, meterLevel } from './media/level-meter.ts'
export {
  type MediaSession,
  type MediaSessionEvents,
  type OpenMediaOptions,
  openMedia,
} from './media/open-media.ts'
export type { Remote, RemoteMedia } from './media/remote.ts'
export type { NetworkView, Speaking } from './media/session.ts'
export { type Note, type Operation, OperationsLog } from './operations/operations-log.ts'
export {
  type ConnectionNews,
  openSteadySignal,
  type SteadyOptions,
  type SteadySignal,
} from './signal/steady-signal.ts'
export { firstPackets, MEASURES, measuresOf } from './statistics/measures.ts'
export type { Sample, StreamSample } from './statistics/sample.ts'
