/**
 * How the columns lie on disk, as tables of names (docs/adr/0003-engine-child-process.md, layout as measured).
 * A name means the same in every table, so one list serves them all.
 */

/** Text of few different values: stored once and numbered. Never ids, addresses or free text. */
export const DIMENSIONS: ReadonlySet<string> = new Set([
  'CallType', 'CancelReason', 'Category', 'ChannelType', 'CodecName', 'Confidence', 'ContentType', 'Country',
  'DeliveryStatus', 'Destination', 'DestinationKind', 'DeviceBrand', 'DeviceBrowser', 'DeviceBrowserVersionMajor',
  'DeviceBrowserVersionMinor', 'DeviceFamily', 'DeviceModel', 'DeviceOsName', 'DeviceOsVersionMajor',
  'DeviceOsVersionMinor', 'DiagnosticOptions', 'EndpointType', 'EndReason', 'EngagementType', 'EnhancedSmtpStatusCode',
  'EntityType', 'FormatType', 'Goal', 'IsHardBounce', 'Level', 'Location', 'MediaStreamCodec', 'MediaStreamDirection',
  'MediaStreamType', 'MediaType', 'MessageStatus', 'MessageType', 'Method', 'MetricCategory', 'MetricName',
  'MetricResourceType', 'NumberType', 'Operation', 'OperationName', 'OperationType', 'OperationVersion',
  'OrganizerTenantId', 'OsVersion', 'Outcome', 'ParticipantEndReason', 'ParticipantEndSubCode', 'ParticipantKind',
  'ParticipantTenantId', 'ParticipantType', 'Platform', 'PlatformType', 'Protocol', 'PstnParticipantCallType',
  'RecognizePromptSubOperationName', 'RecordingEndReason', 'RemoteIPCountry', 'ResultCategory', 'ResultSignature',
  'ResultType', 'Resource', 'ResourceGroup', 'ResourceId', 'ResourceProvider', 'RouteType', 'Rule', 'SdkType', 'SdkVersion',
  'SettingName', 'SmtpStatusCode', 'SourceSystem', 'SpokenLanguage', 'StatusCode', 'StatusCodeClass',
  'StreamDirection', 'StreamingModality', 'SubCode', 'SubOperationName', 'SubscriptionId', 'TenantId', 'TimeGrain',
  'TLPLevel', 'TrafficSource', 'TransportType', 'Type', 'Unit', 'UnitName', 'UnitType', 'UsageType', 'ViewerKind',
  'ViewerResourceId', 'ViewerTenantId', '_IsBillable', '_ResourceId', '_SubscriptionId',
]) // biome-ignore format: a list of names

/** Free text, searched by word: a text index on the words of `lower(column)`, which `hasToken(lower(column), …)` uses. */
export const FREE_TEXT: ReadonlySet<string> = new Set([
  'Description', 'Error', 'FailureMessage', 'FailureReason', 'ResultDescription', 'ResultMessage',
]) // biome-ignore format: a list of names
