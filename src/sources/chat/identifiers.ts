/** Who somebody is, as the chat API writes it: a raw id, and the same taken apart under the name of its kind. */
import { type Static, Type } from 'typebox'
import { parseRawId, type RawIdentity, rawIdOf } from '#records'
import { chatError } from './errors.ts'

const Text = Type.String({ maxLength: 512 })
const Cloud = Type.Union([Type.Literal('public'), Type.Literal('dod'), Type.Literal('gcch')])

export const IdentifierModel = Type.Object({
  rawId: Type.Optional(Text),
  communicationUser: Type.Optional(Type.Object({ id: Text })),
  phoneNumber: Type.Optional(Type.Object({ value: Text })),
  microsoftTeamsUser: Type.Optional(
    Type.Object({
      userId: Text,
      isAnonymous: Type.Optional(Type.Boolean()),
      cloud: Type.Optional(Cloud),
    }),
  ),
  microsoftTeamsApp: Type.Optional(Type.Object({ appId: Text, cloud: Type.Optional(Cloud) })),
})

/** The raw id that an identifier of a request means. Throws ApiError 400 when it means nobody. */
export function readIdentifier(model: Static<typeof IdentifierModel>): string {
  const { rawId, communicationUser, phoneNumber, microsoftTeamsUser, microsoftTeamsApp } = model
  const told = rawId ?? communicationUser?.id
  if (told !== undefined && told !== '') return told
  if (phoneNumber) return rawIdOf({ kind: 'phone', number: phoneNumber.value })
  if (microsoftTeamsUser) {
    const { userId, isAnonymous = false, cloud = 'public' } = microsoftTeamsUser
    const identity: RawIdentity = isAnonymous
      ? { kind: 'teamsAnonymous', visitor: userId }
      : { kind: 'm365User', user: userId, cloud }
    return rawIdOf(identity)
  }
  if (microsoftTeamsApp) {
    const { appId, cloud = 'public' } = microsoftTeamsApp
    return rawIdOf({ kind: 'bot', app: appId, cloud })
  }
  throw chatError('BadIdentifier')
}

/** Without the part named by its kind the official client knows only that somebody is there. */
export function identifierBody(user: string): Readonly<Record<string, unknown>> {
  const identity = parseRawId(user)
  return identity ? { kind: KINDS[identity.kind], rawId: user, ...partOf(identity, user) } : { rawId: user }
}

const KINDS: Readonly<Record<RawIdentity['kind'], string>> = {
  acsUser: 'communicationUser',
  phone: 'phoneNumber',
  m365User: 'microsoftTeamsUser',
  teamsAnonymous: 'microsoftTeamsUser',
  bot: 'microsoftTeamsApp',
  voiceApp: 'microsoftTeamsApp',
}

function partOf(identity: RawIdentity, user: string): Readonly<Record<string, unknown>> {
  switch (identity.kind) {
    case 'acsUser':
      return { communicationUser: { id: user } }
    case 'phone':
      return { phoneNumber: { value: identity.number } }
    case 'm365User':
      return { microsoftTeamsUser: { userId: identity.user, isAnonymous: false, cloud: identity.cloud } }
    case 'teamsAnonymous':
      return { microsoftTeamsUser: { userId: identity.visitor, isAnonymous: true, cloud: 'public' } }
    case 'bot':
    case 'voiceApp':
      return { microsoftTeamsApp: { appId: identity.app, cloud: identity.cloud } }
  }
}

/** Guests of a meeting: those who have no Microsoft 365 account. */
export function isExternal(user: string): boolean {
  const kind = parseRawId(user)?.kind
  return kind === 'acsUser' || kind === 'teamsAnonymous'
}
