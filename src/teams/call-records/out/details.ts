/** Names of the Details bag ⇄ properties of Graph's participantEndpoint, deviceInfo and networkInfo. */
import type { TeamsDetail } from '#records'

export type Names = Readonly<Record<string, TeamsDetail>>

export const ENDPOINT_DETAILS = {
  cpuName: 'CPU Name',
  cpuCoresCount: 'CPU Number Of Cores',
  cpuProcessorSpeedInMhz: 'CPU Processor Speed',
} as const satisfies Names

export const DEVICE_DETAILS = {
  captureDeviceDriver: 'Capture Dev Driver',
  captureDeviceName: 'Capture Dev',
  captureNotFunctioningEventRatio: 'Device Capture Not Functioning Event Ratio',
  // The API spells it so.
  cpuInsufficentEventRatio: 'CPU Insufficient Event Ratio',
  deviceClippingEventRatio: 'Device Clipping Event Ratio',
  deviceGlitchEventRatio: 'Device Glitches Event Ratio',
  howlingEventCount: 'Device Howling Event Count',
  initialSignalLevelRootMeanSquare: 'Initial Signal Level RMS',
  lowSpeechLevelEventRatio: 'Device Low Speech Level Event Ratio',
  lowSpeechToNoiseEventRatio: 'Device Low SNR Event Ratio',
  micGlitchRate: 'Mic Glitch Rate',
  receivedNoiseLevel: 'Recv Noise Level',
  receivedSignalLevel: 'Recv Signal Level',
  renderDeviceDriver: 'Render Dev Driver',
  renderDeviceName: 'Render Dev',
  renderMuteEventRatio: 'Device Render Mute Event Ratio',
  renderNotFunctioningEventRatio: 'Device Render Not Functioning Event Ratio',
  renderZeroVolumeEventRatio: 'Device Render Zero Volume Event Ratio',
  sentNoiseLevel: 'Send Noise Level',
  sentSignalLevel: 'Send Signal Level',
  speakerGlitchRate: 'Speaker Glitch Rate',
} as const satisfies Names

export const NETWORK_DETAILS = {
  bandwidthLowEventRatio: 'Network Bandwidth Low Event Ratio',
  delayEventRatio: 'Network Delay Event Ratio',
  dnsSuffix: 'DNS Suffix',
  linkSpeed: 'Link Speed',
  port: 'Port',
  receivedQualityEventRatio: 'Network Receive Quality Event Ratio',
  relayIPAddress: 'Relay IP',
  relayPort: 'Relay Port',
  sentQualityEventRatio: 'Network Send Quality Event Ratio',
  subnet: 'Subnet',
  wifiBand: 'WiFi Band',
  wifiBatteryCharge: 'WiFi Battery Charge',
  wifiChannel: 'WiFi Channel',
  wifiMicrosoftDriver: 'WiFi Microsoft Driver',
  wifiMicrosoftDriverVersion: 'WiFi Microsoft Driver Version',
  wifiRadioType: 'WiFi Radio Type',
  wifiSignalStrength: 'WiFi Signal Strength',
  wifiVendorDriver: 'WiFi Vendor Driver',
  wifiVendorDriverVersion: 'WiFi Vendor Driver Version',
} as const satisfies Names

/** Addresses of a person's end, which go after 28 days: property ⇄ column of AnteroomTeamsPersons_CL. */
export const NETWORK_OF_PERSON = {
  ipAddress: 'IpAddress',
  reflexiveIPAddress: 'ReflexiveAddress',
  macAddress: 'MacAddress',
  basicServiceSetIdentifier: 'Bssid',
} as const
