/** The stream and its call: what it carried, how long, how it was judged and how it ended. */
import { both, column, type DimensionRow, detail, missing, one } from './row.ts'

const seconds = 'DurationSeconds'
const ML = 'Estimated by rules of ours over loss, jitter, delay, freezes and load, not by the learned model.'
const NO_MODEL = 'A learned model of Microsoft’s decides it from signals that no client tells.'
const NO_TILES = 'Screens go as video here; the older sharing with its tiles has no stream.'

const isPoorBy = (media: string, reason: string) => () =>
  `(MediaType == '${media}' and Classification == 'Poor' and PoorReasons has_cs '${reason}')`

/** Reasons stand with commas alone. */
const spacedReasons = (reasons: string): string => `replace_string(${reasons}, ',', ', ')`

/** Of the received streams that lasted a minute; null where nothing was measured. */
const detected = (direction: string, measured: string, problem: string) => () =>
  `iff(StreamDirection == '${direction}' and ${seconds} >= 60 and (${measured}), (${problem}), bool(null))`

const NETWORK_MEASURED = 'isnotnull(PacketLossRate) or isnotnull(Jitter) or isnotnull(RoundTrip)'
const NETWORK_BAD =
  'coalesce(PacketLossRate > 0.05, false) or coalesce(Jitter > 30, false) or coalesce(RoundTrip > 500, false)'
const MEDIA_MEASURED = 'isnotnull(ConcealedRatio) or isnotnull(FrameRate) or isnotnull(FrameLossPercentage)'
const MEDIA_BAD =
  "coalesce(ConcealedRatio > 0.07, false) or coalesce(FrameRate < iff(MediaType == 'VBSS', 1, 7), false) or coalesce(FrameLossPercentage > 50, false)"

export const DETECTED_INBOUND = detected('First-to-Second', NETWORK_MEASURED, NETWORK_BAD)

export const streams: readonly DimensionRow[] = [
  one('QoE Record Available', column('QoeAvailable')),
  one('CDR Record Available', column('CdrAvailable')),
  both('QoE Record Available', column('QoeAvailable')),
  one('Media Line Label', () => 'MediaLineLabel'),
  one('Media Type', () => 'MediaType'),
  one(
    'Media Line Label Text',
    () =>
      "case(MediaType == 'Audio', 'main-audio', MediaType == 'Video', 'main-video', MediaType == 'VBSS', 'applicationsharing-video', '')",
    { note: 'Follows from the kind of media: sessions here have one line of each.' },
  ),
  both('Is Server', column('IsServer')),
  one('First Is Caller', () => 'FirstIsCaller'),
  one('Stream Direction', () => 'StreamDirection'),
  one('Payload Description', () => 'PayloadDescription'),
  one('Audio and Video Call', at => at.audioAndVideo()),
  one('Duration 5 seconds or less', () => `(${seconds} <= 5)`),
  one('Duration 60 seconds or more', () => `(${seconds} >= 60)`),
  one('Duration (Minutes)', () => `(${seconds} / 60)`, { scale: 'integer' }),
  one('Duration (Seconds)', () => seconds, { scale: 'integer' }),
  both(
    'Video Duration Seconds',
    at => `iff(MediaType == 'Video' and StreamDirection == '${at.sends}', ${seconds}, real(null))`,
    {
      scale: 'unknown',
      note: 'Of the stream that this end sends.',
    },
  ),
  one('Conference Type', () => 'ConferenceType'),
  one('Conference Id', () => 'CorrelationId'),
  one('Meeting Id', () => 'MeetingId'),
  both('Tenant Id', column('TenantId')),
  both('ACS Resource ID', column('AcsResourceId')),
  both(
    'UserType',
    at =>
      `iff(${at.column('IsServer')} == 'Server', 'Server', iff(isempty(${at.column('UserType')}), 'Unknown', ${at.column('UserType')}))`,
  ),
  one('Is Federated', () => 'IsFederated'),
  one('Region', () => 'Region'),
  one('Scheduling Source App Id', () => 'SchedulingSourceAppId'),
  one('Session Type', () => 'SessionType'),
  one('Is Anonymous Join Session', () => 'IsAnonymousJoin'),
  one('Audio FEC Used', () => 'FecUsed'),
  one('RTP RTCP Mux', () => "iff(Source == 'anteroom' and isnotempty(MediaType), true, bool(null))", {
    note: 'Sessions here always share the port; imported records don’t tell.',
  }),
  one('Has Media Diag Blob', detail('Has Media Diag Blob', 'bool')),

  one('Poor', () => "(Classification == 'Poor')"),
  one('ClassifiedPoorCall', () => "(Classification == 'Poor')"),
  one('Good', () => "(Classification == 'Good')"),
  one('Unclassified', () => "(isnotempty(MediaType) and Classification !in ('Poor', 'Good'))"),
  one('Poor Reason', () => 'PoorReasons', { show: spacedReasons }),
  one('OnePercent PacketLoss', () => '(PacketLossRate > 0.01)'),
  one('Audio Poor Due To Jitter', isPoorBy('Audio', 'Jitter')),
  one('Audio Poor Due To RoundTrip', isPoorBy('Audio', 'Round Trip')),
  one('Audio Poor Due To Packet Loss', isPoorBy('Audio', 'Packet Loss')),
  one('Audio Poor Due To Degradation', isPoorBy('Audio', 'Degradation'), {
    note: 'By rules before 2022 only.',
  }),
  one('Audio Poor Due To Concealed Ratio', isPoorBy('Audio', 'Concealed Ratio'), {
    note: 'By rules before 2022 only.',
  }),
  one('Video Poor Due To VideoPostFecplr', isPoorBy('Video', 'Video Post FEC PLR')),
  one(
    'Video Poor Due To VideoLocalFrameLossPercentageAvg',
    isPoorBy('Video', 'Video Local Frame Loss Percentage Avg'),
  ),
  one('Video Poor Due To VideoFrameRateAvg', isPoorBy('Video', 'Video Frame Rate Avg')),
  one('VBSS Poor Due To VideoPostFecplr', isPoorBy('VBSS', 'Video Post FEC PLR'), {
    note: 'By the rule of 2020 only.',
  }),
  one(
    'VBSS Poor Due To VideoLocalFrameLossPercentageAvg',
    isPoorBy('VBSS', 'Video Local Frame Loss Percentage Avg'),
  ),
  one('VBSS Poor Due To VideoFrameRateAvg', isPoorBy('VBSS', 'Video Frame Rate Avg')),
  missing(
    'The score comes from a model that is not published; frames lost and frame rate are judged instead.',
    ['Video Poor Due To Freeze'],
  ),
  missing(NO_TILES, [
    'AppSharing Poor Due To SpoiledTilePercentTotal',
    'AppSharing Poor Due To RelativeOneWayAverage',
    'AppSharing Poor Due To RDPTileProcessingLatencyAverage',
  ]),
  one('Detected Inbound Network Problem', DETECTED_INBOUND, { note: ML }),
  one('Detected Uplink Problem', detected('Second-to-First', NETWORK_MEASURED, NETWORK_BAD), { note: ML }),
  one(
    'Detected Local Compute Problem',
    detected('First-to-Second', 'isnotnull(DynamicCapabilityPercent)', 'DynamicCapabilityPercent > 20'),
    { note: ML },
  ),
  one('Detected Media Modality Problem', detected('First-to-Second', MEDIA_MEASURED, MEDIA_BAD), {
    note: ML,
  }),
  missing(NO_MODEL, [
    'Detected Other User Device Problem',
    'Detected Local Input Device Problem',
    'Detected Hearing Echo Problem',
    'Detected Other User Compute Problem',
  ]),

  one(
    'Error Report Sender',
    () => "iff(ResultCategory in ('', 'Success'), '', iff(SecondIsServer == 'Client', 'Second', 'First'))",
  ),
  one(
    'Is Media Error',
    () =>
      "iff(ResultCategory in ('', 'Success'), '', iff(MediaFailureType in ('CallSetup', 'Midcall'), 'True', 'False'))",
  ),
  one('Media Failure Type', () => "iff(isempty(MediaFailureType), 'NotMediaFailure', MediaFailureType)"),
  one('Call Setup Failure Reason', () => 'CallSetupFailureReason', {
    note: 'Read from how connectivity failed.',
  }),
  one(
    'Call Classification',
    () =>
      "case(isempty(ResultCategory), 'ClassificationUnavailable', ResultCategory in ('Success', 'ExpectedError'), 'Success', 'Failure')",
    {
      note: 'An end that somebody chose, such as a declined call, is no failure.',
    },
  ),
  one('Classification Reason', () => 'EndReason'),
  one(
    'CDR Response Reason',
    () =>
      "case(isnull(EndCode), '', EndCode in (0, 200), 'OK', EndCode == 410, 'MediaConnectivityErrors', EndCode == 480, 'UserUnavailable', EndCode == 487, 'PickupTimedOut', EndCode == 603, 'CallDeclined', 'Others')",
  ),
  one(
    'Test Call Type',
    at => `iff(isempty(${at.detail('Test Call Type')}), 'NonTest', ${at.detail('Test Call Type')})`,
    {
      note: 'Imported records tell of tests.',
    },
  ),
].flat()
