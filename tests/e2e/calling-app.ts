/**
 * An app as its authors write it for the calling SDK: nothing in it knows this product but the line that says where the
 * server is. Bundled with the alias that docs/calling.md shows.
 */
export const CALLING_APP = `
import { CallClient, Features, LocalVideoStream, VideoStreamRenderer } from '@azure/communication-calling'
import { AzureCommunicationTokenCredential } from '@azure/communication-common'

const page = { states: [], people: [], lobby: [], diagnostics: [], statistics: 0 }
let agent, call, devices, camera
const views = new Map()

const show = async (key, stream) => {
  if (views.has(key)) return
  const renderer = new VideoStreamRenderer(stream)
  views.set(key, renderer)
  const view = await renderer.createView({ scalingMode: 'Fit' })
  view.target.dataset.key = key
  document.body.append(view.target)
}
const hide = key => {
  views.get(key)?.dispose()
  views.delete(key)
}
const follow = participant => {
  const name = () => participant.displayName ?? participant.identifier.kind
  for (const stream of participant.videoStreams) {
    const key = () => name() + '/' + stream.mediaStreamType
    const change = () => (stream.isAvailable ? show(key(), stream) : hide(key()))
    stream.on('isAvailableChanged', change)
    change()
  }
}

globalThis.start = async (origin, token, displayName) => {
  globalThis.ANTEROOM_ORIGIN = origin
  const client = new CallClient({ diagnostics: { appName: 'calling-app', tags: ['e2e'] } })
  page.environment = await client.feature(Features.DebugInfo).getEnvironmentInfo()
  devices = await client.getDeviceManager()
  page.isSameManager = devices === (await client.getDeviceManager())
  page.permission = await devices.askDevicePermission({ audio: true, video: true })
  const [device] = await devices.getCameras()
  camera = new LocalVideoStream(device)
  await show('preview', camera)
  agent = await client.createCallAgent(new AzureCommunicationTokenCredential(token), { displayName })
  agent.on('incomingCall', ({ incomingCall }) => { page.incoming = incomingCall.callerInfo.displayName ?? null; globalThis.incoming = incomingCall })
}
const attach = () => {
  const note = () => page.states.push(call.state)
  note()
  call.on('stateChanged', note)
  for (const one of call.remoteParticipants) follow(one)
  call.on('remoteParticipantsUpdated', ({ added, removed }) => {
    for (const one of added) follow(one)
    page.people = call.remoteParticipants.map(({ displayName }) => displayName)
    for (const one of removed) page.gone = one.callEndReason
  })
  call.lobby.on('lobbyParticipantsUpdated', () => {
    page.lobby = call.lobby.participants.map(({ displayName }) => displayName)
  })
  call.feature(Features.UserFacingDiagnostics).network.on('diagnosticChanged', event => page.diagnostics.push(event))
  const collector = call.feature(Features.MediaStats).createCollector()
  collector.on('sampleReported', report => { page.statistics += 1; page.report = report })
}
globalThis.join = meetingLink => {
  call = agent.join({ meetingLink }, { videoOptions: { localVideoStreams: [camera] }, audioOptions: { muted: false } })
  attach()
}
globalThis.joinGroup = groupId => {
  call = agent.join({ groupId }, { videoOptions: { localVideoStreams: [camera] } })
  attach()
}
/** As in a page with an import map: nothing is configured. */
globalThis.withoutBundler = async (origin, token, groupId) => {
  delete globalThis.ANTEROOM_ORIGIN
  const sdk = await import(/* @vite-ignore */ origin + '/calling/calling.js')
  const own = await new sdk.CallClient().createCallAgent({ getToken: async () => ({ token }) })
  const ownCall = own.join({ groupId }, { audioOptions: { muted: true } })
  const states = [ownCall.state]
  await new Promise(resolve => ownCall.on('stateChanged', () => {
    states.push(ownCall.state)
    if (ownCall.state === 'Connected') ownCall.hangUp()
    if (ownCall.state === 'Disconnected') resolve()
  }))
  await own.dispose()
  return states
}
globalThis.dial = communicationUserId => {
  call = agent.startCall([{ communicationUserId }], { videoOptions: { localVideoStreams: [camera] } })
  attach()
}
globalThis.accept = async () => {
  call = await globalThis.incoming.accept({ videoOptions: { localVideoStreams: [camera] } })
  attach()
}
globalThis.admit = name => {
  const who = call.lobby.participants.find(({ displayName }) => displayName === name)
  return call.lobby.admit(who.identifier)
}
globalThis.reject = name => {
  const who = call.lobby.participants.find(({ displayName }) => displayName === name)
  return call.lobby.reject(who.identifier)
}
globalThis.does = (name, ...args) => call[name](...args)
globalThis.stopCamera = () => call.stopVideo(camera)
globalThis.startCamera = () => call.startVideo(camera)
globalThis.survey = answers => call.feature(Features.CallSurvey).submitSurvey(answers)
globalThis.look = () => ({
  ...page,
  end: call?.callEndReason,
  id: call?.id,
  threadId: call?.info.threadId,
  participantId: call?.info.participantId,
  role: call?.role,
  isMuted: call?.isMuted,
  isScreenSharingOn: call?.isScreenSharingOn,
  canShare: call?.feature(Features.Capabilities).capabilities.shareScreen.isPresent,
  calls: agent?.calls.length,
  pictures: Object.fromEntries([...document.querySelectorAll('[data-key]')].map(target => {
    const video = target.querySelector('video')
    return [target.dataset.key, video.currentTime > 0 ? video.videoWidth + 'x' + video.videoHeight : null]
  })),
})
`
