/** A customer's program in a hosted app: managed identity and the official logs client. */
import { ManagedIdentityCredential } from '@azure/identity'
import { LogsQueryClient } from '@azure/monitor-query-logs'

const client = new LogsQueryClient(new ManagedIdentityCredential(), { endpoint: `${process.env.ORIGIN}/v1` })
const { tables } = await client.queryWorkspace(process.env.WORKSPACE, 'print 6 * 7', { duration: 'P1D' })
process.stdout.write(String(tables[0].rows[0][0]))
