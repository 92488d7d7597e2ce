/** The page from the link to the end of the call: which of its screens is shown, and what lives across them. */
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { randomIds, systemClock } from '#base'
import { asProblem, type Discovery, discover, Failed, Loading, useKept } from '#views/kit'
import { addressOf, locatorOf, type MeetingText, readAddress } from './address/read-meeting.ts'
import { Over } from './after/over.tsx'
import { choicesOf, type Identified, identify } from './before/identities.ts'
import { Lobby } from './before/lobby.tsx'
import { PreJoin } from './before/pre-join.tsx'
import { StartPage } from './before/start-page.tsx'
import { CallPage } from './call/call-page.tsx'
import { Meeting } from './call/meeting.ts'
import { LocalMedia } from './devices/local-media.ts'
import { useStore } from './store.ts'

export function App() {
  const discovery = useQuery({
    queryKey: ['discovery'],
    queryFn: discover,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (discovery.error) {
    return <Failed problem={asProblem(discovery.error)} retry={() => void discovery.refetch()} />
  }
  return discovery.data ? <Found discovery={discovery.data} /> : <Loading what="the server" />
}

function Found({ discovery }: { readonly discovery: Discovery }) {
  const [address, go] = useAddressBar()
  const isReadable = locatorOf(address.meeting) !== undefined
  const open = useCallback(
    (meeting: MeetingText, as?: string) => go(withParameter(addressOf(meeting), 'as', as)),
    [go],
  )
  if (!isReadable) return <StartPage discovery={discovery} open={open} unreadable={address.meeting.text} />
  return <Visit key={address.href} discovery={discovery} {...address} />
}

interface Address {
  /** Without `as`: choosing somebody else is no other meeting. */
  readonly href: string
  readonly meeting: MeetingText
  readonly as: string | undefined
  /** A token that an app gave along, in the fragment: it is never sent to a server. */
  readonly token: string | undefined
}

const readBar = (): Address => {
  const meeting = readAddress(location)
  const fragment = new URLSearchParams(location.hash.slice(1))
  return {
    href: addressOf(meeting),
    meeting,
    as: new URLSearchParams(location.search).get('as') ?? undefined,
    token: fragment.get('token') ?? undefined,
  }
}

function useAddressBar(): readonly [Address, (href: string) => void] {
  const [address, setAddress] = useState(readBar)
  useEffect(() => {
    const moved = () => setAddress(readBar())
    addEventListener('popstate', moved)
    return () => removeEventListener('popstate', moved)
  }, [])
  const go = useCallback((href: string) => {
    history.pushState(null, '', href)
    setAddress(readBar())
  }, [])
  return [address, go]
}

function withParameter(href: string, name: string, value: string | undefined): string {
  const url = new URL(href, location.origin)
  if (value === undefined) url.searchParams.delete(name)
  else url.searchParams.set(name, value)
  return url.pathname + url.search
}

interface VisitProps extends Omit<Address, 'href'> {
  readonly discovery: Discovery
}

/** One meeting, from the look into the mirror to the stars; again and again if wanted. */
function Visit({ discovery, meeting: text, as, token }: VisitProps) {
  const local = useLocalMedia()
  const choices = useMemo(() => choicesOf(discovery, token), [discovery, token])
  const [key, setKey] = useState(as)
  const chosen = choices.find(choice => choice.key === key) ?? choices[0]
  const [guestName, setGuestName] = useKept('guest-name', undefined, '')
  const [meeting, setMeeting] = useState<Meeting>()
  const [identities] = useState(() => new Map<string, Identified>())
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  useEffect(() => () => meeting?.close(), [meeting])
  if (!chosen) return null
  const name = chosen.as.kind === 'user' ? chosen.as.person.displayName : guestName
  const choose = (next: string) => {
    setKey(next)
    history.replaceState(
      null,
      '',
      withParameter(location.pathname + location.search, 'as', next) + location.hash,
    )
  }
  const join = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      // Who comes again is the same one as before.
      const identified = identities.get(chosen.key) ?? (await identify(chosen.as))
      identities.set(chosen.key, identified)
      setMeeting(entered({ identified, text, displayName: name.trim(), local }))
    } catch (error) {
      setProblem(asProblem(error).message)
    }
    setBusy(false)
  }
  const again = () => {
    setMeeting(undefined)
    void local.open()
  }
  if (meeting) return <Stay meeting={meeting} local={local} again={again} />
  return (
    <PreJoin
      meeting={text.text}
      {...{ local, choices, chosen, name, isBusy, problem, choose, setName: setGuestName }}
      join={() => void join()}
    />
  )
}

interface Entering {
  readonly identified: Identified
  readonly text: MeetingText
  readonly displayName: string
  readonly local: LocalMedia
}

/** A meeting that is being joined. */
function entered({ identified, text, displayName, local }: Entering): Meeting {
  const locator = locatorOf(text)
  if (!locator) throw new Error('This address names no meeting.')
  const meeting = new Meeting({ clock: systemClock, ids: randomIds, identified, locator, displayName, local })
  void meeting.join()
  return meeting
}

interface StayProps {
  readonly meeting: Meeting
  readonly local: LocalMedia
  again(): void
}

function Stay({ meeting, local, again }: StayProps) {
  const { stage } = useStore(meeting.view)
  const isOver = stage.kind === 'over'
  useEffect(() => {
    // The lights of camera and microphone go out with the call.
    if (isOver) local.close()
  }, [isOver, local])
  if (stage.kind === 'over') return <Over stage={stage} meeting={meeting} again={again} />
  if (stage.kind === 'call') return <CallPage meeting={meeting} local={local} since={stage.since} />
  return <Lobby stage={stage} local={local} name={meeting.displayName} leave={() => void meeting.leave()} />
}

function useLocalMedia(): LocalMedia {
  const [local] = useState(() => new LocalMedia())
  useEffect(() => {
    void local.open()
    return () => local.close()
  }, [local])
  return local
}
