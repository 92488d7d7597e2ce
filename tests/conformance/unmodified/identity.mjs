/** What a customer's program does: the official client with a connection string, and nothing that names Anteroom. */
import { CommunicationIdentityClient } from '@azure/communication-identity'

const client = new CommunicationIdentityClient(process.env.COMMUNICATION_CONNECTION_STRING)
const { user, token, expiresOn } = await client.createUserAndToken(['chat', 'voip'])
const again = await client.getToken(user, ['voip.join'], { tokenExpiresInMinutes: 60 })
await client.revokeTokens(user)
await client.deleteUser(user)
process.stdout.write(JSON.stringify({ id: user.communicationUserId, token, expiresOn, again }))
