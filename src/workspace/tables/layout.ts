/**
 * How the columns lie on disk, as tables of names (docs/adr/0003-engine-child-process.md, layout as measured).
 * A name means the same in every table, so one list serves them all.
 */

/** Text of few different values: stored once and numbered. Never ids, addresses or free text. */
export const DIMENSIONS: ReadonlySet<string> = new Set([
  '_IsBillable', '_ResourceId', '_SubscriptionId', 'AcsResourceId', 'AppVersion', 'AudioQuality',
  'CallSetupFailureReason', 'CallType', 'CancelReason', 'Category', 'ChannelType', 'Classification',
  'ClassifierRule', 'ClassifierVersion', 'Client', 'CodecName', 'Completeness', 'ConferenceType', 'Confidence',
  'ContentType', 'Country', 'DeliveryStatus', 'Destination', 'DestinationKind', 'DeviceBrand', 'DeviceBrowser',
  'DeviceBrowserVersionMajor', 'DeviceBrowserVersionMinor', 'DeviceFamily', 'DeviceModel', 'DeviceOsName',
  'DeviceOsVersionMajor', 'DeviceOsVersionMinor', 'DiagnosticOptions', 'EndpointType', 'EndReason',
  'EngagementType', 'EnhancedSmtpStatusCode', 'EntityType', 'FirstAcsResourceId', 'FirstAppVersion',
  'FirstCaptureDevice', 'FirstConnectivityIce', 'FirstIsServer', 'FirstNetworkConnection', 'FirstOs',
  'FirstOsFiltered', 'FirstProductName', 'FirstReflexiveNetwork', 'FirstRenderDevice', 'FirstSubnet',
  'FirstTenantId', 'FirstUserAgent', 'FirstUserAgentCategory', 'FirstUserType', 'FormatType', 'Goal',
  'IsHardBounce', 'LegClassification', 'Level', 'LobbyOutcome', 'Location', 'MediaFailureType', 'MediaStreamCodec',
  'MediaStreamDirection', 'MediaStreamType', 'MediaType', 'MessageStatus', 'MessageType', 'Method',
  'MetricCategory', 'MetricName', 'MetricResourceType', 'NetworkConnection', 'NumberType', 'Operation',
  'OperationName', 'OperationType', 'OperationVersion', 'OrganizerTenantId', 'Os', 'OsFiltered', 'OsVersion',
  'Outcome', 'ParticipantEndReason', 'ParticipantEndSubCode', 'ParticipantKind', 'ParticipantTenantId',
  'ParticipantType', 'PayloadDescription', 'Platform', 'PlatformType', 'PoorReasons', 'Protocol',
  'PstnCallType', 'PstnCountry', 'PstnParticipantCallType', 'RecognizePromptSubOperationName',
  'RecordingEndReason', 'Region', 'ReportedBy', 'RemoteIPCountry', 'Resource', 'ResourceGroup', 'ResourceId',
  'ResourceProvider', 'ResultCategory', 'ResultSignature', 'ResultType', 'Role', 'RouteType', 'Rule',
  'SchedulingSourceAppId', 'SdkType', 'SdkVersion', 'SecondAcsResourceId', 'SecondAppVersion',
  'SecondCaptureDevice', 'SecondConnectivityIce', 'SecondIsServer', 'SecondNetworkConnection', 'SecondOs',
  'SecondOsFiltered', 'SecondProductName', 'SecondReflexiveNetwork', 'SecondRenderDevice', 'SecondSubnet',
  'SecondTenantId', 'SecondUserAgent', 'SecondUserAgentCategory', 'SecondUserType', 'SessionType',
  'SettingName', 'SmtpStatusCode', 'Source', 'SourceSystem', 'SpokenLanguage', 'StatusCode', 'StatusCodeClass',
  'StreamDirection', 'StreamingModality', 'SubCode', 'SubOperationName', 'SubscriptionId', 'TenantId',
  'TenantIdOfUser', 'TimeGrain', 'TLPLevel', 'TrafficSource', 'Transport', 'TransportType', 'Type', 'Unit',
  'UnitName', 'UnitType', 'UsageType', 'UserAgent', 'UserAgentCategory', 'UserType', 'ViewerKind',
  'ViewerResourceId', 'ViewerTenantId',
]) // biome-ignore format: a list of names

/** Free text, searched by word: a text index on the words of `lower(column)`, which `hasToken(lower(column), …)` uses. */
export const FREE_TEXT: ReadonlySet<string> = new Set([
  'Description', 'Error', 'FailureMessage', 'FailureReason', 'ResultDescription', 'ResultMessage',
]) // biome-ignore format: a list of names
