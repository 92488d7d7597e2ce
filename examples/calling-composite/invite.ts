/** Prints addresses to open: one for the organizer, some for guests. Needs a server and `npm run dev`. */
import { aGuest, aMeeting, organizerToken } from './anteroom.ts'
import { app, endpoint, server } from './settings.ts'

const token = await organizerToken(server)
const link = await aMeeting(server, token)
const address = (page: string, fields: Record<string, string>) =>
  `${app}/${page}#${new URLSearchParams({ endpoint, link, ...fields })}`

console.log(`Organizer\n  ${address('organizer.html', { token })}`)
for (const name of ['Ada', 'Grace']) {
  console.log(`${name}\n  ${address('', { ...(await aGuest(server)), name })}`)
}
console.log(`With chat\n  ${address('', { ...(await aGuest(server)), name: 'Lin', chat: '1' })}`)
