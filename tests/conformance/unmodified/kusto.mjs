/** A customer's program: the official Kusto client with a token, over HTTPS. */
import { Client, KustoConnectionStringBuilder } from 'azure-kusto-data'

const { ORIGIN, DATABASE, TOKEN } = process.env
const client = new Client(KustoConnectionStringBuilder.withAccessToken(ORIGIN, TOKEN))
const { primaryResults } = await client.execute(DATABASE, 'print answer = 6 * 7')
process.stdout.write(String(primaryResults[0][0].answer))
