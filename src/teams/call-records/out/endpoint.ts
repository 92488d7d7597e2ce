/** An end of a session: a participant's client with what is known of its machine, or the service. */
import type { StoredRow } from '../ports.ts'
import type { Printing } from './call-record.ts'
import { bagIn, numberIn, textIn } from './cells.ts'
import { ENDPOINT_DETAILS } from './details.ts'
import { seenPerson } from './identity.ts'
import type { StoredCall } from './stored-call.ts'
import { platformOf, RATINGS } from './vocabulary.ts'

type Json = Readonly<Record<string, unknown>>
const TYPES = '#microsoft.graph.callRecords'

/** What every connection of a meeting ends at. */
export const SERVER_ENDPOINT: Json = {
  '@odata.type': `${TYPES}.serviceEndpoint`,
  userAgent: {
    '@odata.type': `${TYPES}.serviceUserAgent`,
    headerValue: null,
    applicationVersion: null,
    role: 'skypeForBusinessAudioVideoMcu',
  },
}

export interface Around {
  readonly call: StoredCall
  readonly printing: Printing
}

export function participantEndpoint(session: StoredRow, { call, printing }: Around): Json {
  const id = textIn(session, 'ParticipantId')
  const { identity, fields } = seenPerson(session, call.persons.get(id), printing.asker)
  const details = bagIn(session, 'Details')
  const machine = Object.entries(ENDPOINT_DETAILS).map(([property, name]) => [
    property,
    details[name] ?? null,
  ])
  return {
    '@odata.type': `${TYPES}.participantEndpoint`,
    userAgent: userAgentOf(session, call, printing),
    // Graph gives no data in `identity` any more.
    identity: null,
    associatedIdentity: identity,
    name: fields.MachineName ?? null,
    ...Object.fromEntries(machine),
    feedback: feedbackOf(call.feedback.get(id), fields.FeedbackText),
  }
}

function userAgentOf(session: StoredRow, call: StoredCall, { unknownMembers }: Printing): Json {
  const common = {
    headerValue: textIn(session, 'UserAgent') || null,
    applicationVersion: textIn(session, 'AppVersion') || null,
  }
  if (textIn(session, 'Client') === 'bot') {
    return { '@odata.type': `${TYPES}.serviceUserAgent`, ...common, role: 'customBot' }
  }
  const family = familyOf(session, call)
  return {
    '@odata.type': `${TYPES}.clientUserAgent`,
    ...common,
    platform: platformOf(textIn(session, 'OsFiltered'), textIn(session, 'UserAgentCategory')),
    productFamily: family === 'azureCommunicationServices' && !unknownMembers ? 'unknownFutureValue' : family,
    communicationServiceId: textIn(session, 'AcsResourceId') || null,
    azureADAppId: null,
  }
}

const PRODUCTS: Readonly<Record<string, string>> = { 'Skype for Business': 'skypeForBusiness', Lync: 'lync' }
const FAMILIES: Readonly<Record<string, string>> = { acs: 'azureCommunicationServices', teams: 'teams' }

function familyOf(session: StoredRow, { streams }: StoredCall): string {
  const id = textIn(session, 'ParticipantId')
  for (const stream of streams) {
    for (const end of ['First', 'Second']) {
      const product =
        textIn(stream, `${end}ParticipantId`) === id && PRODUCTS[textIn(stream, `${end}ProductName`)]
      if (product) return product
    }
  }
  return FAMILIES[textIn(session, 'Client')] ?? 'unknown'
}

function feedbackOf(row: StoredRow | undefined, text: string | undefined): Json | null {
  const rating = RATINGS[numberIn(row, 'Rating') ?? -1]
  if (rating === undefined) return null
  return {
    '@odata.type': `${TYPES}.userFeedback`,
    rating,
    text: text ?? null,
    tokens: tokensOf(textIn(row, 'Tokens')),
  }
}

/** `Noisy:1; Echo:0` → { Noisy: true, Echo: false } */
function tokensOf(text: string): Json | null {
  const pairs = text.split(';').flatMap(part => {
    const [, name, value] = /^[\s{]*([^:{}]+):\s*(\d)[\s}]*$/.exec(part) ?? []
    return name === undefined ? [] : [[name, value === '1'] as const]
  })
  return pairs.length > 0 ? Object.fromEntries(pairs) : null
}
