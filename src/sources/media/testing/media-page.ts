/** The script of the test page: plain browser JavaScript, as a client of the plane has to do it at the least. */
export const PAGE = `
let connection, devices, slots = [], lines
globalThis.openDevices = async video => {
  devices = await navigator.mediaDevices.getUserMedia({ audio: true, video })
}
globalThis.takeOffer = async offer => {
  connection?.close()
  connection = new RTCPeerConnection()
  lines = offer
  connection.ontrack = ({ transceiver, track }) => {
    const element = document.createElement(track.kind === 'audio' ? 'audio' : 'video')
    element.autoplay = true
    element.muted = true
    element.dataset.mid = transceiver.mid
    element.srcObject = new MediaStream([track])
    document.body.append(element)
  }
  await connection.setRemoteDescription({ type: 'offer', sdp: offer.sdp })
  for (const { mid, kind } of offer.sends) {
    const transceiver = connection.getTransceivers().find(one => one.mid === mid)
    transceiver.direction = 'sendonly'
    const track = devices.getTracks().find(one => one.kind === kind)
    if (track) await transceiver.sender.replaceTrack(track)
  }
  await connection.setLocalDescription(await connection.createAnswer())
  return connection.localDescription.sdp
}
globalThis.takeSlots = taken => { slots = taken }
globalThis.isConnected = () => connection?.connectionState === 'connected'
globalThis.statsOf = async type => {
  const found = []
  for (const report of (await connection.getStats()).values()) if (report.type === type) found.push(report)
  return JSON.stringify(found)
}
globalThis.playing = () => [...document.querySelectorAll('video')]
  .filter(element => element.videoWidth > 0)
  .map(element => ({ mid: element.dataset.mid, height: element.videoHeight, time: element.currentTime }))
globalThis.heldSlots = () => slots.filter(slot => slot.participantId !== null)
globalThis.share = async () => {
  const screen = await navigator.mediaDevices.getDisplayMedia({ video: true })
  const { mid } = lines.sends.find(line => line.kind === 'screen')
  await connection.getTransceivers().find(one => one.mid === mid).sender.replaceTrack(screen.getVideoTracks()[0])
}

globalThis.meetPeer = () => {
  connection = new RTCPeerConnection()
  connection.onicecandidate = ({ candidate }) => candidate && globalThis.trickle(candidate.candidate)
  for (const track of devices.getTracks()) connection.addTrack(track, devices)
}
globalThis.describe = async remote => {
  if (remote) await connection.setRemoteDescription(remote)
  if (remote?.type === 'answer') return null
  await connection.setLocalDescription()
  return connection.localDescription.toJSON()
}
globalThis.takeCandidate = candidate => connection.addIceCandidate({ candidate, sdpMid: '0' })
`
