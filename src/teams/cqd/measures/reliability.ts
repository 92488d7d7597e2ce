/** Whether media came about and lasted: set-up failures, drops, durations, phones. */
import { IS_PHONE } from '../dimensions/people.ts'
import {
  aggregate,
  averageOf,
  callsWith,
  countOf,
  derived,
  type MeasureRow,
  missing,
  percentageOf,
  ratioOf,
} from './row.ts'

const FAILED_SETUP = "MediaFailureType == 'CallSetup'"
const DROPPED = "MediaFailureType == 'Midcall'"
const failedBy = (reason: string) => `CallSetupFailureReason == '${reason}'`
const difference = (one = '', other = '') => `(${one} - ${other})`
const sum = (one = '', other = '') => `(${one} + ${other})`
const CALL_SECONDS = '(CallEndTime - CallStartTime)'

const OUT = `${IS_PHONE} and PstnCallType contains 'out'`
const IN = `${IS_PHONE} and PstnCallType !contains 'out'`
/** Media existed and had been set up. */
const CONNECTED = "isnotempty(MediaType) and MediaFailureType != 'CallSetup'"
/** One stream a connection, so that its time counts once. */
const ONE_STREAM = "MediaType == 'Audio' and StreamDirection == 'First-to-Second'"
/** Busy, not answered, not found at home, refused: the network did its part. */
const DELIVERED = `(${CONNECTED}) or EndCode in (408, 480, 486, 487, 600, 603)`

const phoneCalls = (name: string, condition: string) =>
  aggregate(name, () => `dcountif(ParticipantId, ${condition})`)
const phoneMinutes = (name: string, condition: string) =>
  aggregate(name, () => `sumif(DurationSeconds, ${condition} and ${ONE_STREAM}) / 60`)
const median = (name: string, value: string) =>
  aggregate(name, () => `percentile(iff(${IS_PHONE}, ${value}, real(null)), 50)`)

export const reliability: readonly MeasureRow[] = [
  aggregate('Total Stream Count', () => 'count()'),
  countOf('Total CDR Available Stream Count', 'CdrAvailable == true'),
  countOf('Total Call Setup Failed Stream Count', FAILED_SETUP),
  countOf('Total Call Dropped Stream Count', DROPPED),
  derived(
    'Total Media Failed Stream Count',
    ['Total Call Setup Failed Stream Count', 'Total Call Dropped Stream Count'],
    sum,
  ),
  derived(
    'Total Call Setup Succeeded Stream Count',
    ['Total CDR Available Stream Count', 'Total Call Setup Failed Stream Count'],
    difference,
  ),
  derived(
    'Total Media Succeeded Stream Count',
    ['Total Call Setup Succeeded Stream Count', 'Total Call Dropped Stream Count'],
    difference,
  ),
  percentageOf(
    'Total Call Setup Failure Percentage',
    'Total Call Setup Failed Stream Count',
    'Total CDR Available Stream Count',
  ),
  percentageOf(
    'Total Call Dropped Failure Percentage',
    'Total Call Dropped Stream Count',
    'Total Call Setup Succeeded Stream Count',
  ),
  percentageOf(
    'Total Media Failure Percentage',
    'Total Media Failed Stream Count',
    'Total CDR Available Stream Count',
  ),
  aggregate(
    'Total Answer Seizure Ratio',
    () => shareOfCalls('5s', 1),
    'The share of calls under 5 s, as documented; not answered by attempted.',
  ),
  aggregate('Total Short Call Percentage', () => shareOfCalls('60s', 100)),
  aggregate(
    'Total Audio Stream Duration (Minutes)',
    () => "sumif(DurationSeconds, MediaType == 'Audio') / 60",
  ),
  countOf(
    'Media Failed Due To Firewall DPI Stream Count',
    failedBy('Missing FW Deep Packet Inspection Exemption Rule'),
  ),
  percentageOf(
    'Firewall DPI Media Failure Percentage',
    'Media Failed Due To Firewall DPI Stream Count',
    'Total CDR Available Stream Count',
  ),
  countOf(
    'Media Failed Due To Firewall IP Blocked Stream Count',
    failedBy('Missing FW IP Block Exemption Rule'),
  ),
  percentageOf(
    'Firewall IP Blocked Media Failure Percentage',
    'Media Failed Due To Firewall IP Blocked Stream Count',
    'Total CDR Available Stream Count',
  ),
  countOf('Media Failed Due To Other Stream Count', failedBy('Other')),
  percentageOf(
    'Other Media Failure Percentage',
    'Media Failed Due To Other Stream Count',
    'Total CDR Available Stream Count',
  ),
  callsWith('Total CDR Available Call Count', 'CdrAvailable == true'),
  callsWith('Total Media Failed Call Count', "MediaFailureType in ('CallSetup', 'Midcall')"),
  averageOf('Avg Call Duration', () => 'DurationSeconds'),

  phoneCalls('PSTN Total Attempts Count', IS_PHONE),
  phoneCalls('PSTN Total Connected Count', `${IS_PHONE} and ${CONNECTED}`),
  phoneCalls('PSTN Inbound Attempts Count', IN),
  phoneCalls('PSTN Inbound Connected Count', `${IN} and ${CONNECTED}`),
  phoneCalls('PSTN Outbound Attempts Count', OUT),
  phoneCalls('PSTN Outbound Connected Count', `${OUT} and ${CONNECTED}`),
  phoneMinutes('PSTN Total Minutes', IS_PHONE),
  phoneMinutes('PSTN Inbound Total Minutes', IN),
  phoneMinutes('PSTN Outbound Total Minutes', OUT),
  aggregate(
    'PSTN Active User Count',
    () => `dcountif(SecondPersonKey, ${IS_PHONE} and ${CONNECTED} and isnotempty(SecondPersonKey))`,
    'Over the time that is asked for; by day with `Date`.',
  ),
  ratioOf('PSTN Average Call Duration', 'PSTN Total Minutes', 'PSTN Total Connected Count'),
  [
    concurrent('PSTN Total Inbound Concurrent Call Count', IN),
    concurrent('PSTN Total Outbound Concurrent Call Count', OUT),
  ],
  median('P50 Latency', 'RoundTrip'),
  median('P50 Jitter', 'Jitter'),
  median('P50 Packet Loss Rate', '100 * PacketLossRate'),
  aggregate('PSTN NER Good Percentage', () => {
    const attempts = `dcountif(ParticipantId, ${IS_PHONE})`
    return `iff(${attempts} == 0, real(null), 100.0 * dcountif(ParticipantId, ${IS_PHONE} and (${DELIVERED})) / ${attempts})`
  }),
  missing('Nobody here hears the ring-back of a phone network.', [
    'PSTN Outgoing Post Dial Delay',
    'PSTN Incoming Post Dial Delay',
  ]),
  missing('Auto attendants and call queues do not run here, and call records don’t tell of them.', [
    'Avg Auto Attendant Chain Duration Seconds',
    'Avg Call Queue Duration Seconds',
  ]),
].flat()

function shareOfCalls(under: string, times: number): string {
  return `iff(dcount(CorrelationId) == 0, real(null), ${times}.0 * dcountif(CorrelationId, ${CALL_SECONDS} < ${under}) / dcount(CorrelationId))`
}

function concurrent(name: string, where: string): MeasureRow {
  return { kind: 'concurrent', name, where: `${where} and ${CONNECTED}`, counted: 'ParticipantId' }
}
