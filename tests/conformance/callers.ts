/** Which client sent a request, as far as its headers tell. */

/** Callers that are no client of others: `fetch` and sockets of a test, which speak an API as its pages describe it. */
export const PLAIN = 'plain requests'

type Headers = Readonly<Record<string, string | undefined>>

/** How clients give themselves away that do not name their package. Each is the only one of ours that does so. */
const MARKS: readonly (readonly [header: string, mark: RegExp, client: string])[] = [
  ['x-ms-client-version', /^Kusto\.JavaScript/, 'azure-kusto-data'],
  ['sdkversion', /^graph-js\//, '@microsoft/microsoft-graph-client'],
  // Its question for where to sign in.
  ['user-agent', /^axios\//, 'azure-kusto-data'],
  // Its exchange of tokens.
  ['user-agent', /^core-rest-pipeline\//, '@azure/communication-common'],
  // The page of tests/e2e/chat.test.ts has this client and nothing else; what names no package is its socket's.
  ['user-agent', /HeadlessChrome\//, '@azure/communication-signaling'],
]

/** Generators name the parts of a client first. */
const PACKAGE = /azsdk-js-(?!client\b|api\b)([\w-]+)\//

/** The name of the client's package, or PLAIN. Browsers may not set `user-agent` and send another header. */
export function callerOf(headers: Headers): string {
  const named = PACKAGE.exec(headers['x-ms-useragent'] ?? headers['user-agent'] ?? '')?.[1]
  if (named !== undefined) return `@azure/${named}`
  return MARKS.find(([header, mark]) => mark.test(headers[header] ?? ''))?.[2] ?? PLAIN
}
