/**
 * A day of meetings as data: who organizes, who comes, how they get in, how they leave, over what network.
 * Pure and seeded: the same seed gives the same day.
 */
import { seededRandom } from '#base'
import type { MediaType } from '#records'
import type { NetworkName } from './networks.ts'
import { type Place, placeOf } from './places.ts'

/** How somebody fares at the lobby; `bypassed` when nobody makes them wait. */
export type Fate = 'admitted' | 'rejected' | 'timedOut' | 'left' | 'bypassed'
export type Leaving = 'hangUp' | 'lost' | 'removed' | 'meetingEnds'
export type GuestKind = 'acsUser' | 'm365User' | 'teamsAnonymous' | 'phone' | 'bot'

export interface Device {
  readonly sdkVersion: string
  readonly osVersion: string
  /** Browsers have one. */
  readonly userAgent?: string
}

export interface GuestPlan {
  readonly name: string
  readonly kind: GuestKind
  /** Index of the Communication Services resource (ACS users), or of the tenant (Microsoft 365 users). */
  readonly home: number
  readonly arrivesAfterMinutes: number
  readonly fate: Fate
  readonly staysMinutes: number
  readonly leaving: Leaving
  /** Comes back that long after leaving. */
  readonly rejoinsAfterMinutes?: number | undefined
  readonly media: readonly MediaType[]
  readonly network: NetworkName
  readonly place: Place
  readonly device?: Device | undefined
}

export interface MeetingPlan {
  readonly subject: string
  /** Minutes after the day's start. */
  readonly startsAtMinute: number
  readonly lastsMinutes: number
  /** Index of the organizer's tenant. */
  readonly organizerTenant: number
  readonly organizerJoins: boolean
  readonly guests: readonly GuestPlan[]
}

export interface Fleet {
  readonly seed: number
  readonly meetings: number
  readonly tenants: number
  readonly resources: number
}

const SUBJECTS = [
  'Telehealth visit',
  'Claim interview',
  'Loan consultation',
  'Class 7b parents',
  'Remote inspection',
  'Design review',
  'Support escalation',
  'Job interview',
]
const NAMES = [
  'Ada',
  'Björn',
  'Chidi',
  'Dalia',
  'Emeka',
  'Farah',
  'Goro',
  'Hana',
  'Ines',
  'Jun',
  'Kofi',
  'Lena',
  'Mina',
  'Noor',
  'Oskar',
  'Priya',
]
const BROWSER = 'azsdk-js-communication-calling/1.46.1 (javascript_calling_sdk). Mozilla/5.0'
const DEVICES: readonly Device[] = [
  {
    sdkVersion: '1.46.1',
    osVersion: 'Windows 11 Chrome 142',
    userAgent: `${BROWSER} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36`,
  },
  {
    sdkVersion: '1.46.1',
    osVersion: 'macOS 15 Safari 18',
    userAgent: `${BROWSER} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15`,
  },
  { sdkVersion: '1.44.2', osVersion: 'Android 16; Pixel 9' },
  { sdkVersion: '2.18.0', osVersion: 'iOS 19.1; iPhone16,2' },
]

/** Clients of Teams are the organization's own programs, or a browser without an account. */
const TEAMS_DEVICES: readonly Device[] = [
  { sdkVersion: '25306.804.4102.7193', osVersion: 'Windows 11 23H2' },
  { sdkVersion: '25306.804.4102.7193', osVersion: 'macOS 15.1' },
  { sdkVersion: '1416/1.0.0.2025193702', osVersion: 'Android 16; Galaxy S25' },
  { sdkVersion: '25306.804.4102.7193', osVersion: 'Windows 10 22H2' },
]

interface Chance<T> {
  readonly value: T
  readonly weight: number
}

const FATES: readonly Chance<Fate>[] = [
  { value: 'admitted', weight: 80 },
  { value: 'rejected', weight: 9 },
  { value: 'timedOut', weight: 5 },
  { value: 'left', weight: 6 },
]
const LEAVINGS: readonly Chance<Leaving>[] = [
  { value: 'meetingEnds', weight: 45 },
  { value: 'hangUp', weight: 40 },
  { value: 'lost', weight: 10 },
  { value: 'removed', weight: 5 },
]
const NETWORK_SHARES: readonly Chance<NetworkName>[] = [
  { value: 'fibre', weight: 40 },
  { value: 'wifi', weight: 38 },
  { value: 'mobile', weight: 14 },
  { value: 'congested', weight: 8 },
]
const COMPANY: readonly Chance<GuestKind>[] = [
  { value: 'm365User', weight: 50 },
  { value: 'phone', weight: 20 },
  { value: 'bot', weight: 15 },
  { value: 'teamsAnonymous', weight: 15 },
]

/** Office hours: most meetings start between 08:00 and 18:00. */
export const FIRST_MINUTE = 8 * 60
export const LAST_MINUTE = 18 * 60

const PLACES = 7_000_003

type Unsettled = Omit<GuestPlan, 'place'>

/** The day's meetings in order of their start. */
export function planDay(fleet: Fleet): readonly MeetingPlan[] {
  const random = seededRandom(fleet.seed)
  // Apart, so that where people are changes nothing of what they do.
  const whereabouts = seededRandom(fleet.seed + PLACES)
  const settle = (guest: Unsettled): GuestPlan => ({ ...guest, place: placeOf(guest, whereabouts) })
  const meetings = Array.from({ length: fleet.meetings }, () => {
    const { guests, ...meeting } = planMeeting(fleet, random)
    return { ...meeting, guests: guests.map(settle) }
  })
  return meetings.sort((a, b) => a.startsAtMinute - b.startsAtMinute)
}

function planMeeting(
  fleet: Fleet,
  random: () => number,
): Omit<MeetingPlan, 'guests'> & { readonly guests: readonly Unsettled[] } {
  const lastsMinutes = 10 + Math.floor(random() * 45)
  const acsUsers = 1 + Math.floor(random() * 3)
  const company = Math.floor(random() * 4)
  const kinds = [
    ...Array.from({ length: acsUsers }, (): GuestKind => 'acsUser'),
    ...Array.from({ length: company }, () => pick(COMPANY, random)),
  ]
  return {
    subject: SUBJECTS[Math.floor(random() * SUBJECTS.length)] ?? '',
    startsAtMinute: FIRST_MINUTE + Math.floor(random() * (LAST_MINUTE - FIRST_MINUTE)),
    lastsMinutes,
    organizerTenant: Math.floor(random() * fleet.tenants),
    organizerJoins: random() < 0.92,
    guests: kinds.map(kind => planGuest(kind, fleet, lastsMinutes, random)),
  }
}

function planGuest(kind: GuestKind, fleet: Fleet, lasts: number, random: () => number): Unsettled {
  const homes = kind === 'acsUser' ? fleet.resources : fleet.tenants
  const waits = kind === 'acsUser' || kind === 'teamsAnonymous'
  const arrivesAfterMinutes = 1 + Math.floor(random() * Math.min(6, lasts / 3))
  const staysMinutes = 2 + Math.floor(random() * (lasts - arrivesAfterMinutes - 2))
  const leaving = pick(LEAVINGS, random)
  return {
    name: NAMES[Math.floor(random() * NAMES.length)] ?? '',
    kind,
    home: Math.floor(random() * homes),
    arrivesAfterMinutes,
    fate: waits ? pick(FATES, random) : 'bypassed',
    staysMinutes,
    leaving,
    rejoinsAfterMinutes: leaving === 'lost' && random() < 0.7 ? 1 : undefined,
    media: random() < 0.6 ? ['Audio', 'Video'] : random() < 0.2 ? ['Audio', 'VBSS'] : ['Audio'],
    network: kind === 'bot' ? 'fibre' : pick(NETWORK_SHARES, random),
    device:
      kind === 'acsUser' || kind === 'm365User'
        ? (kind === 'acsUser' ? DEVICES : TEAMS_DEVICES)[Math.floor(random() * DEVICES.length)]
        : undefined,
  }
}

function pick<T>(chances: readonly Chance<T>[], random: () => number): T {
  const total = chances.reduce((sum, chance) => sum + chance.weight, 0)
  let left = random() * total
  for (const { value, weight } of chances) {
    left -= weight
    if (left < 0) return value
  }
  throw new Error('no chances to pick from')
}
