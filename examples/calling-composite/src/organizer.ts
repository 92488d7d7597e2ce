/** The other side of the lobby, with the calling SDK alone: admits, rejects, sees. `#endpoint=…&token=…&link=…` */
import {
  CallClient,
  LocalVideoStream,
  type RemoteParticipant,
  type RemoteVideoStream,
  VideoStreamRenderer,
} from '@azure/communication-calling'
import { AzureCommunicationTokenCredential } from '@azure/communication-common'

const asked = new URLSearchParams(location.hash.slice(1))
if (asked.has('endpoint')) Object.assign(globalThis, { ANTEROOM_ORIGIN: asked.get('endpoint') })

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id)
  if (!found) throw new Error(`no element ${id}`)
  return found
}

const client = new CallClient()
const devices = await client.getDeviceManager()
await devices.askDevicePermission({ audio: true, video: true })
const [camera] = await devices.getCameras()
const agent = await client.createCallAgent(new AzureCommunicationTokenCredential(asked.get('token') ?? ''), {
  displayName: 'Olivia Organizer',
})
const call = agent.join(
  { meetingLink: asked.get('link') ?? '' },
  camera ? { videoOptions: { localVideoStreams: [new LocalVideoStream(camera)] } } : {},
)

element('end').append(button('End for all', () => call.hangUp({ forEveryone: true })))

call.on('stateChanged', () => {
  element('state').textContent = call.state
})
call.lobby.on('lobbyParticipantsUpdated', showLobby)
call.on('remoteParticipantsUpdated', ({ added }) => added.forEach(follow))

function showLobby(): void {
  element('lobby').replaceChildren(
    ...call.lobby.participants.map(participant => {
      const row = document.createElement('li')
      row.append(participant.displayName ?? 'somebody', ' ')
      row.append(button('Admit', () => call.lobby.admit(participant.identifier)))
      row.append(button('Reject', () => call.lobby.reject(participant.identifier)))
      return row
    }),
  )
}

function button(text: string, act: () => Promise<void>): HTMLButtonElement {
  const made = document.createElement('button')
  made.textContent = text
  made.onclick = () => void act()
  return made
}

function follow(participant: RemoteParticipant): void {
  for (const stream of participant.videoStreams) {
    const show = () => void (stream.isAvailable && draw(participant, stream))
    stream.on('isAvailableChanged', show)
    show()
  }
}

async function draw({ displayName }: RemoteParticipant, stream: RemoteVideoStream): Promise<void> {
  const renderer = new VideoStreamRenderer(stream)
  const view = await renderer.createView({ scalingMode: 'Fit' })
  const frame = document.createElement('div')
  frame.title = `${displayName}: ${stream.mediaStreamType}`
  frame.append(view.target)
  element('pictures').append(frame)
  stream.on('isAvailableChanged', () => {
    if (stream.isAvailable) return
    renderer.dispose()
    frame.remove()
  })
}
