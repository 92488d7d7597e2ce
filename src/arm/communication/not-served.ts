/**
 * Operations that exist in Azure and are not served: they answer 501 by name. Email is no part of Anteroom; resource
 * groups need not be made, they exist as soon as something is in them.
 */
import type { Surface } from '#base'

const GROUP = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Communication'
const EMAIL = `${GROUP}/emailServices/{email}`
const DOMAIN = `${EMAIL}/domains/{domain}`
const LIST = `${DOMAIN}/suppressionLists/{list}`

/** Group of operations, where its things are listed, one of them, and the methods that one takes. */
const kinds = [
  ['EmailServices', `${GROUP}/emailServices`, EMAIL, ['GET', 'PUT', 'PATCH', 'DELETE']],
  ['Domains', `${EMAIL}/domains`, DOMAIN, ['GET', 'PUT', 'PATCH', 'DELETE']],
  [
    'SenderUsernames',
    `${DOMAIN}/senderUsernames`,
    `${DOMAIN}/senderUsernames/{sender}`,
    ['GET', 'PUT', 'DELETE'],
  ],
  ['SuppressionLists', `${DOMAIN}/suppressionLists`, LIST, ['GET', 'PUT', 'DELETE']],
  [
    'SuppressionListAddresses',
    `${LIST}/suppressionListAddresses`,
    `${LIST}/suppressionListAddresses/{address}`,
    ['GET', 'PUT', 'DELETE'],
  ],
  [
    'SmtpUsernames',
    `${GROUP}/communicationServices/{name}/smtpUsernames`,
    `${GROUP}/communicationServices/{name}/smtpUsernames/{user}`,
    ['GET', 'PUT', 'DELETE'],
  ],
] as const

const VERBS = { GET: 'Get', PUT: 'CreateOrUpdate', PATCH: 'Update', DELETE: 'Delete' }

const groups = '/subscriptions/{subscription}/resourceGroups'

const resourceGroups = [
  { id: 'ResourceGroups_List', method: 'GET', path: groups },
  { id: 'ResourceGroups_Get', method: 'GET', path: `${groups}/{group}` },
  { id: 'ResourceGroups_CreateOrUpdate', method: 'PUT', path: `${groups}/{group}` },
  { id: 'ResourceGroups_Delete', method: 'DELETE', path: `${groups}/{group}` },
]

const ofSubscription = '/subscriptions/{subscription}/providers/Microsoft.Communication'

export const notServed: NonNullable<Surface['missing']> = [
  ...kinds.flatMap(([kind, all, one, methods]) => [
    { id: `${kind}_List`, method: 'GET', path: all },
    ...methods.map(method => ({ id: `${kind}_${VERBS[method]}`, method, path: one })),
  ]),
  ...resourceGroups,
  { id: 'Domains_InitiateVerification', method: 'POST', path: `${DOMAIN}/initiateVerification` },
  { id: 'Domains_CancelVerification', method: 'POST', path: `${DOMAIN}/cancelVerification` },
  { id: 'EmailServices_ListBySubscription', method: 'GET', path: `${ofSubscription}/emailServices` },
  {
    id: 'EmailServices_ListVerifiedExchangeOnlineDomains',
    method: 'POST',
    path: `${ofSubscription}/listVerifiedExchangeOnlineDomains`,
  },
]
