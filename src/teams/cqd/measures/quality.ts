/** Good, poor and unclassified streams and calls, by medium. */
import { DETECTED_INBOUND } from '../dimensions/streams.ts'
import {
  aggregate,
  callsWith,
  countOf,
  derived,
  type MeasureRow,
  missing,
  percentageOf,
  poorPercentage,
} from './row.ts'

const difference = (all = '', ...parts: readonly string[]) => `(${[all, ...parts].join(' - ')})`
const is = (media: string, grade: string) => `MediaType == '${media}' and Classification == '${grade}'`
const passes = (media: string, condition: string) => `MediaType == '${media}' and ${condition}`

/** The counts that every medium has, under its name. */
const gradesOf = (media: string): readonly MeasureRow[] =>
  [
    countOf(`${media} Stream Count`, `MediaType == '${media}'`),
    countOf(`${media} Poor Stream Count`, is(media, 'Poor')),
    countOf(`${media} Good Stream Count`, is(media, 'Good')),
    derived(
      `${media} Unclassified Stream Count`,
      [`${media} Stream Count`, `${media} Poor Stream Count`, `${media} Good Stream Count`],
      difference,
    ),
    poorPercentage(`${media} Poor Percentage`, `${media} Poor Stream Count`, `${media} Good Stream Count`),
  ].flat()

const WITHIN = 'Judged by the streams that the query selects.'
const AUDIO_CLASSIFIED = "MediaType == 'Audio' and Classification in ('Poor', 'Good')"
const leg = (grade: string) => `MediaType == 'Audio' and LegClassification == '${grade}'`
const LEG = 'Both directions of a connection count together, also where the query selects one.'

const audio: readonly MeasureRow[] = [
  gradesOf('Audio'),
  countOf('Audio OnePercent PacketLoss Count', passes('Audio', 'PacketLossRate > 0.01')),
  percentageOf(
    'Audio OnePercent PacketLoss Percentage',
    'Audio OnePercent PacketLoss Count',
    'Audio Stream Count',
  ),
  countOf('Audio Poor Due To Jitter Count', passes('Audio', 'Jitter > 30')),
  countOf('Audio Poor Due To PacketLoss Count', passes('Audio', 'PacketLossRate > 0.1')),
  countOf('Audio Poor Due To RoundTrip Count', passes('Audio', 'RoundTrip > 500')),
  countOf(
    'Audio Poor Due To Degradation Count',
    passes('Audio', 'Degradation > 1'),
    'Estimated with the E-model.',
  ),
  countOf('Audio Poor Due To ConcealedRatio Count', passes('Audio', 'ConcealedRatio > 0.07')),
  missing('Which calls the agreement covers is in the licence’s terms, not in any record.', [
    'Audio SLA Good Call Count',
    'Audio SLA Poor Call Count',
    'Audio SLA Call Count',
    'Audio SLA Good Call Percentage',
  ]),
  countOf('Audio Good Call Stream Count', leg('Good'), LEG),
  countOf('Audio Poor Call Stream Count', leg('Poor'), LEG),
  derived(
    'Audio Unclassified Call Stream Count',
    ['Audio Stream Count', 'Audio Poor Call Stream Count', 'Audio Good Call Stream Count'],
    difference,
    LEG,
  ),
  poorPercentage(
    'Audio Poor Call Level Percentage',
    'Audio Poor Call Stream Count',
    'Audio Good Call Stream Count',
    LEG,
  ),
  callsWith('Audio Call Count', "MediaType == 'Audio'"),
  callsWith('Audio Poor Call Count', is('Audio', 'Poor'), WITHIN),
  aggregate(
    'Audio Good Call Count',
    () => `(dcountif(CorrelationId, ${AUDIO_CLASSIFIED}) - dcountif(CorrelationId, ${is('Audio', 'Poor')}))`,
    `Calls with a good stream and no poor one. ${WITHIN}`,
  ),
  aggregate(
    'Audio Unclassified Call Count',
    () => `(dcountif(CorrelationId, MediaType == 'Audio') - dcountif(CorrelationId, ${AUDIO_CLASSIFIED}))`,
    WITHIN,
  ),
  poorPercentage('Audio Poor Call Percentage', 'Audio Poor Call Count', 'Audio Good Call Count'),
].flat()

const picture = (media: 'Video' | 'VBSS', frameRate: number): readonly MeasureRow[] =>
  [
    gradesOf(media),
    countOf(`${media} Poor Due To VideoPostFecplr Count`, passes(media, 'VideoPostFecLoss > 0.15')),
    countOf(
      `${media} Poor Due To VideoLocalFrameLossPercentageAvg Count`,
      passes(media, 'FrameLossPercentage > 50'),
    ),
    countOf(`${media} Poor Due To VideoFrameRateAvg Count`, passes(media, `FrameRate < ${frameRate}`)),
  ].flat()

const INBOUND = 'Detected Inbound Network Problem'
const detected = (answer: string) => () => `countif(StreamDirection == 'First-to-Second' and ${answer})`
const inbound = `(${DETECTED_INBOUND()})`
const OURS = 'By rules of ours, not by the learned model.'

export const quality: readonly MeasureRow[] = [
  audio,
  picture('Video', 7),
  picture('VBSS', 1),
  missing('The score comes from a model that is not published.', [
    'Video Poor Due to Freeze Count',
    'Video Poor Percentage Due to Freeze',
  ]),
  missing('Screens go as video here; the older sharing with its tiles has no stream.', [
    'AppSharing Stream Count',
    'AppSharing Poor Due To SpoiledTilePercentTotal Count',
    'AppSharing Poor Due To RelativeOneWayAverage Count',
    'AppSharing Poor Due To RDPTileProcessingLatencyAverage Count',
    'AppSharing Poor Stream Count',
    'AppSharing Good Stream Count',
    'AppSharing Unclassified Stream Count',
    'AppSharing Poor Percentage',
  ]),
  aggregate(`${INBOUND} True Count`, detected(`${inbound} == true`), OURS),
  aggregate(`${INBOUND} False Count`, detected(`${inbound} == false`), OURS),
  aggregate(`${INBOUND} Null Count`, detected(`isnull(${inbound})`), OURS),
  poorPercentage(`${INBOUND} Rate`, `${INBOUND} True Count`, `${INBOUND} False Count`, OURS),
].flat()
