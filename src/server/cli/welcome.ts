/** What a start prints: where it is, how to connect, what to trust, what to do next. */

export interface Welcome {
  readonly origin: string
  readonly httpOrigin: string
  readonly data: string
  readonly caPath: string
  /** Absent: not to be shown here. */
  readonly accessKey?: string | undefined
}

export function welcome({ origin, httpOrigin, data, caPath, accessKey }: Welcome): string {
  return `
  Anteroom is ready.

    HTTPS     ${origin}
    HTTP      ${httpOrigin}  (health, CA, managed identity)
    Data      ${data}

  Connect your app
    connection string      endpoint=${origin};accesskey=${accessKey ?? '<shown on a terminal only>'}
    trust the certificate  export NODE_EXTRA_CA_CERTS=${caPath}

  Next
    1. npm run demo                                         a day of meetings with external users
    2. npm run anteroom -- query 'ACSCallSummary | take 5'  the rows they left behind
    3. ${`${origin}/unsupported`.padEnd(51)}  what a client asked for in vain
`
}
