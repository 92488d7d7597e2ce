/** Makes an official client speak one api-version, whether or not it has an option for that. */

/** What is needed of a request of the clients' pipeline. */
interface Addressed {
  url: string
}
type Next<Request, Answer> = (request: Request) => Promise<Answer>

/** Client options; the policy runs before the request is signed. */
export const inVersion = (version: string) => ({
  additionalPolicies: [
    {
      position: 'perCall' as const,
      policy: {
        name: 'in version',
        sendRequest: <Request extends Addressed, Answer>(request: Request, next: Next<Request, Answer>) => {
          const url = new URL(request.url)
          url.searchParams.set('api-version', version)
          request.url = url.href
          return next(request)
        },
      },
    },
  ],
})
