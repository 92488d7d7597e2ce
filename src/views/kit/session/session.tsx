/** Who is signed in, for which tenant, in which role, looking at which resource and workspace. */
import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { type Call, caller } from '../ask/call.ts'
import { type Stream, streamer } from '../ask/events.ts'
import { Failed } from '../states/failed.tsx'
import { Loading } from '../states/loading.tsx'
import { useKept } from './kept.ts'
import {
  askWorld,
  type Discovery,
  discover,
  type KnownResource,
  type KnownWorkspace,
  type World,
} from './known.ts'
import { type Person, tokensOf } from './person.ts'
import { ROLE_IDS, type Role } from './roles.ts'
import { SignIn } from './sign-in.tsx'

export interface Session {
  readonly discovery: Discovery
  readonly person: Person
  readonly world: World
  readonly role: Role
  /** Undefined: all resources of the tenant. */
  readonly resource: KnownResource | undefined
  /** Where logs are asked. */
  readonly workspace: KnownWorkspace
  readonly call: Call
  /** Server-sent events. */
  readonly stream: Stream
  signIn(person: Person): void
  signOut(): void
  setRole(role: Role): void
  /** By immutable id; empty: all. */
  setResource(id: string): void
  setWorkspace(id: string): void
}

const Context = createContext<Session | undefined>(undefined)

/** Throws outside of a SessionProvider. */
export function useSession(): Session {
  const session = useContext(Context)
  if (!session) throw new Error('useSession needs a SessionProvider above.')
  return session
}

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const discovery = useQuery({ queryKey: ['discovery'], queryFn: discover, staleTime: Infinity })
  if (discovery.error) return <Failed problem={discovery.error} retry={() => void discovery.refetch()} />
  if (!discovery.data) return <Loading what="the server" />
  return <SignedIn discovery={discovery.data}>{children}</SignedIn>
}

/** On loopback nobody has to sign in to begin: the first person of the world is taken, and can be changed. */
function SignedIn({ discovery, children }: { readonly discovery: Discovery; readonly children: ReactNode }) {
  const [app, setApp] = useState<Person>()
  const [name, setName] = useKept<string>('person', undefined, '')
  const person = useMemo(() => app ?? personOf(discovery, name), [app, discovery, name])
  const signIn = useCallback(
    (chosen: Person) => {
      setApp(chosen.kind === 'app' ? chosen : undefined)
      if (chosen.kind === 'user') setName(chosen.name)
    },
    [setName],
  )
  const signOut = useCallback(() => {
    setApp(undefined)
    setName('')
  }, [setName])
  if (!person) return <SignIn discovery={discovery} signIn={signIn} />
  return (
    <Entered key={`${person.tenant} ${person.name}`} {...{ discovery, person, signIn, signOut }}>
      {children}
    </Entered>
  )
}

function personOf(discovery: Discovery, name: string): Person | undefined {
  if (discovery.signIn === 'secret') return undefined
  const known = discovery.people.find(one => one.userPrincipalName === name) ?? discovery.people[0]
  return known && { kind: 'user', tenant: known.tenant, name: known.userPrincipalName, known }
}

type EnteredProps = Pick<Session, 'discovery' | 'person' | 'signIn' | 'signOut'> & {
  readonly children: ReactNode
}

function Entered({ discovery, person, signIn, signOut, children }: EnteredProps) {
  const { call, stream } = useMemo(() => {
    const tokenFor = tokensOf(person)
    return { call: caller(tokenFor), stream: streamer(tokenFor) }
  }, [person])
  const [role, setRole] = useKept<Role>('role', ROLE_IDS, 'developer')
  const [resourceId, setResource] = useKept<string>('resource', undefined, '')
  const [workspaceId, setWorkspace] = useKept<string>('workspace', undefined, '')
  const world = useQuery({
    queryKey: ['world', person.name, person.tenant],
    queryFn: ({ signal }) => askWorld(call, signal),
    staleTime: 60_000,
  })
  const session = useMemo(() => {
    if (!world.data) return undefined
    const { workspaces, resources } = world.data
    const own = workspaces.find(({ tenant }) => tenant === person.tenant)
    const workspace = workspaces.find(({ id }) => id === workspaceId) ?? own ?? workspaces[0]
    const resource = resources.find(({ id }) => id === resourceId)
    const fixed = { discovery, person, signIn, signOut, call, stream, setRole, setResource, setWorkspace }
    return workspace && { ...fixed, world: world.data, role, resource, workspace }
  }, [
    world.data,
    person,
    workspaceId,
    resourceId,
    role,
    discovery,
    signIn,
    signOut,
    call,
    stream,
    setRole,
    setResource,
    setWorkspace,
  ])
  if (world.error) return <Failed problem={world.error} retry={() => void world.refetch()} />
  if (!world.data) return <Loading what="who owns what" />
  if (!session) return <NoWorkspace signOut={signOut} />
  return <Context.Provider value={session}>{children}</Context.Provider>
}

const NoWorkspace = ({ signOut }: { readonly signOut: () => void }) => (
  <Failed
    problem={{ message: 'This tenant has no workspace, so there are no logs to look at.' }}
    retry={signOut}
    retryTitle="Sign in as somebody else"
  />
)
