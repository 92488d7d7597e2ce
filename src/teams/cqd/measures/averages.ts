/** Averages over the streams that reported a value, ratings, and people. */
import { aggregate, averageOf, type MeasureRow, missing, percentageOf } from './row.ts'

const average = (name: string, column: string, note?: string) => averageOf(name, () => column, note)
const ofMedia = (column: string, media: string) => `iff(MediaType in (${media}), ${column}, real(null))`
const ofAudio = (column: string) => ofMedia(column, "'Audio'")
const ofPicture = (column: string) => ofMedia(column, "'Video', 'VBSS'")

const E_MODEL = 'Estimated with the E-model, never measured.'
const NO_SENDER_CLOCK = 'One-way delay needs the clocks of both ends in step; no client tells it.'

const media: readonly MeasureRow[] = [
  average('Avg Audio Degradation', 'Degradation', E_MODEL),
  average('Avg Jitter', 'Jitter'),
  average('Avg Jitter Max', 'JitterMax'),
  average('Avg Packet Loss Rate', 'PacketLossRate'),
  average('Avg Packet Loss Rate Max', 'PacketLossRateMax'),
  average('Avg Overall Avg Network MOS', 'NetworkMos', E_MODEL),
  average('Avg Ratio Concealed Samples', 'ConcealedRatio'),
  average('Avg Conceal Ratio Max', 'ConcealedRatioMax'),
  average('Avg Ratio Stretched Samples', 'StretchedRatio'),
  average('Avg Healer Packet Drop Ratio', 'HealerPacketDropRatio'),
  average('Avg Healer FEC Packet Used Ratio', 'HealerFecUsedRatio'),
  average('Avg Round Trip', 'RoundTrip'),
  average('Avg Round Trip Max', 'RoundTripMax'),
  average('Avg Network Jitter', 'NetworkJitterAvg'),
  average('Avg Network Jitter Max', 'NetworkJitterMax'),
  average('Avg Network Jitter Min', 'NetworkJitterMin'),
  average('Avg Jitter Buffer Size', ofAudio('JitterBufferAvg')),
  average('Avg Jitter Buffer Size Max', ofAudio('JitterBufferMax')),
  average('Avg Jitter Buffer Size Min', ofAudio('JitterBufferMin')),
  average('Avg Audio Post FECPLR', 'AudioPostFecLoss'),
  average('Avg Video Post FECPLR', 'VideoPostFecLoss'),
  average('Avg Video Local Frame Loss Percentage', 'FrameLossPercentage'),
  average('Avg Video Received Frame Rate Average', 'RecvFrameRate'),
  average('Avg Video Low Frame Rate Call Percent', 'LowFrameRatePercent'),
  average('Avg Video Packet Loss Rate', ofPicture('PacketLossRate')),
  average('Avg Video Frame Rate', 'FrameRate'),
  average(
    'Avg Video Dynamic Capability Percent',
    'DynamicCapabilityPercent',
    'Time that the machine was the limit of what was sent.',
  ),
  average('Avg Packet Utilization', 'todouble(PacketUtilization)', 'Packets of the whole stream.'),
  missing('Codecs of WebRTC report no listening score of what is sent.', ['Avg Send Listen MOS']),
  missing(NO_SENDER_CLOCK, [
    'Avg Relative OneWay',
    'Avg Relative OneWay Gap Occurrences',
    'Avg Relative OneWay Gap Density',
    'Avg Relative OneWay Gap Duration',
  ]),
  missing('Screens go as video here; the older sharing with its tiles has no stream.', [
    'Avg AppSharing Spoiled Tile Percent Total',
    'Avg AppSharing Relative OneWay',
    'Avg AppSharing RDP Tile Processing Latency',
  ]),
].flat()

/** Of what is known of the connection at one end; its audio streams carry it. */
const ofDetail = (name: string, detail: string, note?: string) =>
  averageOf(name, at => ofAudio(at.detail(detail, 'real')), note)

const TOLD = 'The share of the time that the client reported it.'
const LEVELS = 'Of the levels that WebRTC tells, in dB.'

const ends: readonly MeasureRow[] = [
  ofDetail('Avg ~ Echo Percent Send', 'Echo Percent Send', 'On the scale of the client that tells it.'),
  ofDetail('Avg ~ Initial Signal Level RMS', 'Initial Signal Level RMS'),
  ofDetail('Avg ~ Audio Send Signal Level', 'Send Signal Level', LEVELS),
  ofDetail('Avg ~ Audio Received Signal Level', 'Recv Signal Level', LEVELS),
  ofDetail('Avg ~ Audio Send Noise Level', 'Send Noise Level'),
  ofDetail('Avg ~ Audio Received Noise Level', 'Recv Noise Level'),
  ofDetail(
    'Avg ~ Device Capture Not Functioning Event Ratio',
    'Device Capture Not Functioning Event Ratio',
    TOLD,
  ),
  ofDetail(
    'Avg ~ Device Render Not Functioning Event Ratio',
    'Device Render Not Functioning Event Ratio',
    TOLD,
  ),
  ofDetail('Avg ~ Mic Glitch Rate', 'Mic Glitch Rate'),
  ofDetail('Avg ~ Speaker Glitch Rate', 'Speaker Glitch Rate'),
  ofDetail('Avg ~ Device Glitches Event Ratio', 'Device Glitches Event Ratio'),
  aggregate(
    '~ Device Glitches Event Count',
    at => `countif(MediaType == 'Audio' and ${at.detail('Device Glitches Event Ratio', 'real')} > 0)`,
  ),
  averageOf(
    'Avg ~ Healed Data Ratio Value',
    at => `iff(MediaType == 'Audio' and StreamDirection != '${at.sends}', 100 * ConcealedRatio, real(null))`,
    'Of the audio that this end received.',
  ),
  aggregate(
    '~ User Count',
    at => `dcountif(${at.column('PersonKey')}, isnotempty(${at.column('PersonKey')}))`,
  ),
  missing('No client tells how much of what it received could be heard.', ['Avg ~ Received Audio Seconds']),
  missing('Browsers tell nothing of what their echo canceller meets.', [
    'Avg ~ Echo Percent Mic In',
    ...['BAD_TIMESTAMP', 'POSTAEC_ECHO', 'EVENT_ANLP', 'EVENT_DNLP', 'MIC_CLIPPING', 'BAD_STATE'].map(
      cause => `~ Audio Echo ${cause} Count`,
    ),
  ]),
  missing('No client tells the levels inside its gain control or its loop-back.', [
    'Avg ~ RxAGC Signal Level',
    'Avg ~ RxAGC Noise Level',
    'Avg ~ Render Loopback Signal Level',
  ]),
].flat()

const RATED = 'A rating counts for every stream of the connection.'

const ratings: readonly MeasureRow[] = [
  averageOf(
    '~ Feedback Rating Avg',
    at => `iff(${at.feedback('Rating')} > 0, todouble(${at.feedback('Rating')}), real(null))`,
    RATED,
  ),
  aggregate('~ Feedback Rating Count', at => `countif(${at.feedback('Rating')} > 0)`, RATED),
  aggregate('~ Feedback Rating Poor Count', at => `countif(${at.feedback('Rating')} in (1, 2))`, RATED),
  percentageOf(
    '~ Feedback Rating Poor Percentage',
    '~ Feedback Rating Poor Count',
    '~ Feedback Rating Count',
  ),
  aggregate(
    '~ Feedback Token Audio Issue Count',
    at => issues(at.feedback('Rating'), at.feedback('HasAudioIssue')),
    RATED,
  ),
  aggregate(
    '~ Feedback Token Video Issue Count',
    at => issues(at.feedback('Rating'), at.feedback('HasVideoIssue')),
    RATED,
  ),
].flat()

function issues(rating: string, has: string): string {
  return `countif(${rating} > 0 and ${has} == true)`
}

export const averages: readonly MeasureRow[] = [...media, ...ends, ...ratings]
