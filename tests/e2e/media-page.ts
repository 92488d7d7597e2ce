/**
 * The script of the page that media tests drive: the product's own browser code with a fake camera, and a count of the
 * pictures that arrive. What the test may call is in `Person`; everything passes as JSON.
 */
export const MEDIA_PAGE = `
import { openMedia } from '#calling'
import { connectSignal } from '#sources/meetings/client'

const clock = {
  now: () => Date.now(),
  after: (ms, run) => { const handle = setTimeout(run, ms); return { cancel: () => clearTimeout(handle) } },
}
const REAL = { media: 'webrtc' }
const elements = new Map()
/** By participant: when each picture came. */
const pictures = new Map()
let signal, media, devices
let statistics = 0
const send = WebSocket.prototype.send
WebSocket.prototype.send = function (text) {
  if (text.includes('"type":"statistics"')) statistics += 1
  return send.call(this, text)
}
globalThis.statisticsSent = () => statistics
const messages = []
const incoming = Promise.withResolvers()

const watch = (participantId, stream) => {
  if (elements.get(participantId)?.srcObject === stream) return
  elements.get(participantId)?.remove()
  const element = document.createElement('video')
  Object.assign(element, { autoplay: true, muted: true, srcObject: stream })
  elements.set(participantId, element)
  document.body.append(element)
  const count = () => {
    pictures.set(participantId, [...(pictures.get(participantId) ?? []), clock.now()])
    element.requestVideoFrameCallback(count)
  }
  element.requestVideoFrameCallback(count)
}

globalThis.open = async (url, identity) => {
  signal = await connectSignal({ url, identity, client: { sdkVersion: 'test', userAgent: navigator.userAgent } })
  signal.onMessage(message => {
    messages.push(message)
    if (message.type === 'incomingCall') incoming.resolve(message.participantId)
    if (message.type === 'state' && message.state === 'Disconnected') void media.finish()
  })
  media = openMedia(signal, { clock, beaconUrl: url.replace('wss:', 'https:') + '/beacon' })
  media.on('remoteChanged', remote => {
    for (const [participantId, { video }] of remote) if (video) watch(participantId, video)
  })
  media.on('lost', () => void signal.leave('mediaLost'))
  devices = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 180, frameRate: 10 } })
  await media.setMicrophone(devices.getAudioTracks()[0])
  await media.setCamera(devices.getVideoTracks()[0])
  return signal.rawId
}
/** Of the newest connection: one line a transceiver. */
const RealConnection = RTCPeerConnection
let newest
globalThis.RTCPeerConnection = class extends RealConnection {
  constructor(...args) {
    super(...args)
    newest = this
  }
}
globalThis.linesOfMedia = () => newest?.getTransceivers().length ?? 0
/** Another socket of the same user joins, has media, and leaves; nothing of it stays. */
globalThis.comeAndGo = async (url, identity, locator) => {
  const rest = { signal, devices }
  await globalThis.open(url, identity)
  rest.signal.close()
  for (const track of rest.devices.getTracks()) track.stop()
  const connected = Promise.withResolvers()
  media.on('network', network => network.media === 'connected' && connected.resolve())
  await globalThis.join(locator)
  await connected.promise
  await globalThis.hangUp()
}
globalThis.layersOfCamera = async () =>
  [...(await newest.getStats()).values()].flatMap(row => (row.type === 'outbound-rtp' && row.rid) || []).sort()
const shown = async participantId => {
  await signal.request({ type: 'media', muted: false, camera: true })
  return participantId
}
globalThis.knock = async locator => {
  const id = await signal.join(locator, { ...REAL, displayName: 'Page' })
  await signal.waitFor('InLobby', 'Connected')
  return id
}
globalThis.join = async locator => {
  const id = await globalThis.knock(locator)
  await signal.waitFor('Connected')
  return shown(id)
}
globalThis.comeIn = async id => {
  await signal.waitFor('Connected')
  return shown(id)
}
globalThis.call = async rawId => {
  const id = await signal.call(rawId, REAL)
  await signal.waitFor('Connected')
  return shown(id)
}
globalThis.accept = async () => {
  const id = await signal.accept(await incoming.promise, REAL)
  await signal.waitFor('Connected')
  return shown(id)
}
globalThis.say = message => signal.request(message)
globalThis.callId = () => signal.state?.callId
globalThis.path = () => signal.mediaPath?.path ?? null
globalThis.endOf = () => signal.state?.end ?? null
globalThis.heard = type => messages.filter(message => message.type === type)
globalThis.picturesOf = participantId => pictures.get(participantId) ?? []
globalThis.hangUp = async () => {
  await media.finish()
  await signal.leave()
  media.close()
}
`
