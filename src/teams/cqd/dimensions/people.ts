/** Who took part, what they said of the call, and phones. What names a person is blank after 28 days. */
import { type At, both, type DimensionRow, detail, missing, one, person } from './row.ts'

const HIDDEN_DIGITS = 4

/** The last four digits are hidden from everybody (T6). */
const masked = (number: string): string =>
  `iff(strlen(${number}) > ${HIDDEN_DIGITS}, strcat(substring(${number}, 0, strlen(${number}) - ${HIDDEN_DIGITS}), '${'*'.repeat(HIDDEN_DIGITS)}'), '')`

const feedback = (name: string) => (at: At) => at.feedback(name)

export const IS_PHONE = "(PstnCallType !in ('', 'none'))"

const ofPhone = (column: string) => () => `iff(${IS_PHONE}, ${column}, int(null))`

const NO_VOICE_APPS = 'Auto attendants and call queues do not run here, and call records don’t tell of them.'
const NO_TRUNK = 'Call records don’t tell it, and no border controller reports here.'

export const people: readonly DimensionRow[] = [
  both('User ObjectId', person('ObjectId')),
  both('UPN', person('UserPrincipalName')),
  both('Domain', at => `tostring(split(${at.person('UserPrincipalName')}, '@')[1])`, {
    note: 'Of Microsoft 365 users; blank as soon as their names are.',
  }),
  both('Phone Number', at => masked(at.person('PhoneNumber')), { note: 'The last four digits are hidden.' }),
  both('Client Endpoint Name', person('MachineName')),
  both('Feedback Text', person('FeedbackText')),
  one('Organizer ObjectId', person('OrganizerObjectId')),
  one('Organizer UPN', person('OrganizerPrincipalName')),
  both('Feedback Rating', feedback('Rating')),
  both('Feedback Tokens', feedback('Tokens')),
  both('Feedback Has Audio Issue', feedback('HasAudioIssue')),
  both('Feedback Has Video Issue', feedback('HasVideoIssue')),
  both('Feedback Has AppSharing Issue', feedback('HasSharingIssue')),

  both('PSTN Country Region', at => `iff(${at.column('UserType')} == 'PSTN', PstnCountry, '')`, {
    note: 'From the country code of the number.',
  }),
  one('PSTN Call Type', () => `iff(${IS_PHONE}, PstnCallType, '')`),
  one('PSTN Call End Reason', ofPhone('EndCode')),
  one('PSTN Call End Sub Reason', ofPhone('EndSubCode')),
  one('PSTN Trunk FQDN', detail('PSTN Trunk FQDN')),
  one('PSTN Carrier Name', detail('PSTN Carrier Name')),
  one('PSTN Connectivity Type', detail('PSTN Connectivity Type')),
  one('PSTN Final SIP Code Phrase', detail('PSTN Final SIP Code Phrase')),
  one('PSTN Event Info Time', detail('PSTN Event Info Time', 'datetime')),
  one('PSTN MP Location', detail('PSTN MP Location')),
  missing(NO_TRUNK, [
    'PSTN Event Type',
    'PSTN Trunk Call ID',
    'PSTN Trunk User Agent',
    'Latency (Round-trip Time)',
  ]),
  missing(NO_VOICE_APPS, [
    'Auto Attendant Identity',
    'Auto Attendant Chain Index',
    'Auto Attendant Chain Start Time',
    'Auto Attendant Chain Duration Seconds',
    'Auto Attendant Caller Action Count',
    'Auto Attendant Call Flow',
    'Auto Attendant Transfer Action',
    'Auto Attendant Call Result',
    'Auto Attendant Directory Search Method',
    'Auto Attendant Count',
    'Call Queue Identity',
    'Call Queue Is Conference Mode',
    'Call Queue Agent Count',
    'Call Queue Agent Opt In Count',
    'Call Queue Target Type',
    'Call Queue Call Result',
    'Call Queue Final State Action',
    'Call Queue Time Out',
    'Transferred From Call Queue Identity',
    'Is Auto Attendant Involved',
    'Is Call Queue Involved',
  ]),
].flat()
