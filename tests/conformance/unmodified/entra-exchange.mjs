/** A signed-in user's program: the common client exchanges the Entra token by itself. */
import { AzureCommunicationTokenCredential } from '@azure/communication-common'

const tokenCredential = {
  getToken: async () => ({ token: process.env.ENTRA_TOKEN, expiresOnTimestamp: Date.now() + 3_000_000 }),
}
const credential = new AzureCommunicationTokenCredential({
  resourceEndpoint: process.env.ENDPOINT,
  tokenCredential,
  scopes: [process.env.SCOPE],
})
process.stdout.write((await credential.getToken()).token)
credential.dispose()
