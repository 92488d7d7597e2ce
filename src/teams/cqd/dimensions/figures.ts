/** Figures of streams and shares of the time that something was wrong, shown as ranges. */
import type { RangeScale } from '../catalogue/entries.ts'
import { both, type DimensionRow, detail, missing, one } from './row.ts'

const ranged = (name: string, column: string, scale: RangeScale, note?: string): readonly DimensionRow[] =>
  one(name, () => column, { scale, ...(note && { note }) })

const ofVideo = (column: string): string => `iff(MediaType in ('Video', 'VBSS'), ${column}, real(null))`

/** Of a connection: the share of the time, or a level. */
const rangedDetail = (name: string, scale: RangeScale, note?: string): readonly DimensionRow[] =>
  both(name, detail(name, 'real'), { scale, ...(note && { note }) })

const TOLD = 'The share of the time that the client reported it.'
const E_MODEL = 'Estimated with the E-model from loss, jitter and delay, never measured.'
const LEVELS = 'Of the levels that WebRTC tells, in dB.'

const NO_CANCELLER = 'Browsers tell nothing of what their echo canceller meets.'
const NO_TILES = 'Screens go as video here; the older sharing with its tiles has no stream.'
const NO_SENDER_CLOCK = 'One-way delay needs the clocks of both ends in step; no client tells it.'

export const figures: readonly DimensionRow[] = [
  ranged('Audio Degradation Avg', 'Degradation', 'ratio', E_MODEL),
  ranged('Jitter', 'Jitter', 'integer'),
  ranged('Jitter Max', 'JitterMax', 'integer'),
  ranged('Packet Loss Rate', 'PacketLossRate', 'ratio'),
  ranged('Packet Loss Rate Max', 'PacketLossRateMax', 'ratio'),
  ranged('Overall Avg Network MOS', 'NetworkMos', 'mos', E_MODEL),
  ranged('Ratio Concealed Samples Avg', 'ConcealedRatio', 'ratio'),
  ranged('Conceal Ratio Max', 'ConcealedRatioMax', 'ratio'),
  ranged('Ratio Stretched Samples Avg', 'StretchedRatio', 'ratio'),
  ranged('Healer Packet Drop Ratio', 'HealerPacketDropRatio', 'ratio'),
  ranged('Healer FEC Packet Used Ratio', 'HealerFecUsedRatio', 'ratio'),
  ranged('Round Trip', 'RoundTrip', 'integer'),
  ranged('Round Trip Max', 'RoundTripMax', 'integer'),
  one('Packet Utilization', () => 'PacketUtilization'),
  ranged('Jitter Buffer Size Avg', 'JitterBufferAvg', 'integer'),
  ranged('Jitter Buffer Size Max', 'JitterBufferMax', 'integer'),
  ranged('Jitter Buffer Size Min', 'JitterBufferMin', 'integer'),
  one('Audio Post FECPLR', () => 'AudioPostFecLoss'),
  ranged('Network Jitter Avg', 'NetworkJitterAvg', 'integer'),
  one('Network Jitter Max', () => 'NetworkJitterMax'),
  one('Network Jitter Min', () => 'NetworkJitterMin'),
  ranged('Video Post FECPLR', 'VideoPostFecLoss', 'ratio'),
  ranged('Video Local Frame Loss Percentage Avg', 'FrameLossPercentage', 'half'),
  ranged('Recv Frame Rate Average', 'RecvFrameRate', 'half'),
  ranged('Low Frame Rate Call Percent', 'LowFrameRatePercent', 'half'),
  ranged('Video Packet Loss Rate', ofVideo('PacketLossRate'), 'ratio'),
  ranged('Video Frame Rate Avg', 'FrameRate', 'half'),
  ranged(
    'Dynamic Capability Percent',
    'DynamicCapabilityPercent',
    'half',
    'Time that the machine was the limit of what was sent.',
  ),
  missing('Codecs of WebRTC report no listening score of what is sent.', ['Send Listen MOS']),
  missing(NO_SENDER_CLOCK, ['Relative OneWay Gap Duration']),
  missing(NO_TILES, [
    'Spoiled Tile Percent Total',
    'AppSharing Relative OneWay Average',
    'AppSharing RDP Tile Processing Latency Average',
  ]),

  rangedDetail('Network Delay Event Ratio', 'ratio', TOLD),
  rangedDetail('Network Bandwidth Low Event Ratio', 'ratio', TOLD),
  rangedDetail('Network Send Quality Event Ratio', 'ratio', TOLD),
  rangedDetail('Network Receive Quality Event Ratio', 'ratio', TOLD),
  rangedDetail('CPU Insufficient Event Ratio', 'ratio', TOLD),
  rangedDetail('Device Render Not Functioning Event Ratio', 'ratio', TOLD),
  rangedDetail('Device Capture Not Functioning Event Ratio', 'ratio', TOLD),
  rangedDetail('Device Render Zero Volume Event Ratio', 'ratio', TOLD),
  rangedDetail('Device Render Mute Event Ratio', 'ratio', TOLD),
  rangedDetail('Device Glitches Event Ratio', 'ratio'),
  rangedDetail('Device Low SNR Event Ratio', 'ratio'),
  rangedDetail('Device Low Speech Level Event Ratio', 'ratio'),
  rangedDetail('Device Clipping Event Ratio', 'ratio'),
  rangedDetail('Device Howling Event Count', 'integer'),
  both('Mic Glitch Rate', detail('Mic Glitch Rate', 'real')),
  both('Speaker Glitch Rate', detail('Speaker Glitch Rate', 'real')),
  rangedDetail('Send Signal Level', 'integer', LEVELS),
  rangedDetail('Recv Signal Level', 'integer', LEVELS),
  rangedDetail('Echo Percent Send', 'integer', 'On the scale of the client that tells it.'),
  rangedDetail('Send Noise Level', 'integer'),
  rangedDetail('Recv Noise Level', 'integer'),
  rangedDetail('Initial Signal Level RMS', 'integer'),
  missing(NO_CANCELLER, [
    '~ Echo Event Causes',
    '~ Echo Percent Mic In',
    '~ Device Half Duplex AEC Event Ratio',
    '~ Device Echo Event Ratio',
    '~ Device Near End To Echo Ratio Event Ratio',
  ]),
  missing('No client tells the levels inside its gain control or its loop-back.', [
    '~ RxAGC Signal Level',
    '~ RxAGC Noise Level',
    '~ Render Loopback Signal Level',
  ]),
  missing('No client here notices other endpoints in its room.', ['~ Device Multiple Endpoints Event Count']),
].flat()
