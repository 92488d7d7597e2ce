/**
 * A drop-in for `@azure/communication-calling`: what apps touch that join meetings as external users, against a server
 * of ours. Bundlers take it by an alias; browsers load it as a module from `/calling/calling.js`.
 */

export { Quality as DiagnosticQuality } from '../diagnostics/catalogue.ts'
export { configureAnteroom } from './anteroom-origin.ts'
export { Call, type CallerInfo, type CallState, type JoinCallOptions } from './call.ts'
export { CallAgent, type TokenCredential } from './call-agent.ts'
export { CallClient, type CallClientOptions } from './call-client.ts'
export { CommunicationServicesError } from './call-error.ts'
export { type AudioDeviceInfo, DeviceManager, type VideoDeviceInfo } from './device-manager.ts'
export { Features } from './features/index.ts'
export { IncomingCall } from './incoming-call.ts'
export { LocalVideoStream } from './local-video-stream.ts'
export { type CallEndReason, RemoteParticipant, RemoteVideoStream } from './remote-participant.ts'
export { VideoStreamRenderer, VideoStreamRendererView } from './video-stream-renderer.ts'

export const CallKind = { Call: 'Call', TeamsCall: 'TeamsCall' } as const
export const CallAgentKind = { CallAgent: 'CallAgent', TeamsCallAgent: 'TeamsCallAgent' } as const
export const IncomingCallKind = {
  IncomingCall: 'IncomingCall',
  TeamsIncomingCall: 'TeamsIncomingCall',
} as const
