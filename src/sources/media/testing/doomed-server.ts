/** A server that has a media process and waits to be killed. */
import { silentLog, systemClock } from '#base'
import { mediaPlane } from '../process/remote-plane.ts'

const plane = mediaPlane({ clock: systemClock, log: silentLog })
await plane.open({ callId: 'call', participantId: 'alice' })
process.send?.(plane.condition().pid)
