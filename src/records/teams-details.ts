/**
 * Keys of `Details` in AnteroomTeamsSessions_CL: what is known of one end's machine, devices and network beyond the
 * columns, under the names of Call Quality Dashboard without First or Second. A key that is missing was not reported.
 * What names or locates a person (addresses, machine name, access point) stands in AnteroomTeamsPersons_CL instead.
 */

/** `number`: ratios 0..1, levels in dB, MHz, bit/s, glitches per 5 minutes, as call records give them. */
export type DetailType = 'text' | 'number' | 'bool'

export const TEAMS_DETAILS = {
  'CPU Name': 'text',
  'CPU Number Of Cores': 'number',
  'CPU Processor Speed': 'number',
  'CPU Insufficient Event Ratio': 'number',
  'OS Architecture': 'text',
  'Virtualization Flag': 'text',
  'Capture Dev': 'text',
  'Capture Dev Driver': 'text',
  'Render Dev': 'text',
  'Render Dev Driver': 'text',
  'Audio Capture Device In Use': 'text',
  'Audio Render Device In Use': 'text',
  'Device Capture Not Functioning Event Ratio': 'number',
  'Device Clipping Event Ratio': 'number',
  'Device Echo Event Ratio': 'number',
  'Device Glitches Event Ratio': 'number',
  'Device Half Duplex AEC Event Ratio': 'number',
  'Device Howling Event Count': 'number',
  'Device Low SNR Event Ratio': 'number',
  'Device Low Speech Level Event Ratio': 'number',
  'Device Multiple Endpoints Event Count': 'number',
  'Device Near End To Echo Ratio Event Ratio': 'number',
  'Device Render Mute Event Ratio': 'number',
  'Device Render Not Functioning Event Ratio': 'number',
  'Device Render Zero Volume Event Ratio': 'number',
  'Initial Signal Level RMS': 'number',
  'Mic Glitch Rate': 'number',
  'Speaker Glitch Rate': 'number',
  'Recv Noise Level': 'number',
  'Recv Signal Level': 'number',
  'Send Noise Level': 'number',
  'Send Signal Level': 'number',
  'Network Bandwidth Low Event Ratio': 'number',
  'Network Delay Event Ratio': 'number',
  'Network Receive Quality Event Ratio': 'number',
  'Network Send Quality Event Ratio': 'number',
  'Network Connection Detail': 'text',
  'Transport Protocol': 'text',
  'Link Speed': 'number',
  Port: 'number',
  'Relay IP': 'text',
  'Relay Port': 'number',
  'Local Address Type': 'text',
  'Remote Address Type': 'text',
  'Roaming Count': 'number',
  'Connectivity Ice': 'text',
  Subnet: 'text',
  VPN: 'bool',
  'DNS Suffix': 'text',
  'WiFi Band': 'text',
  'WiFi Battery Charge': 'number',
  'WiFi Channel': 'number',
  'WiFi Microsoft Driver': 'text',
  'WiFi Microsoft Driver Version': 'text',
  'WiFi Radio Type': 'text',
  'WiFi Signal Strength': 'number',
  'WiFi Vendor Driver': 'text',
  'WiFi Vendor Driver Version': 'text',
} as const satisfies Readonly<Record<string, DetailType>>

export type TeamsDetail = keyof typeof TEAMS_DETAILS
export type TeamsDetails = { readonly [Name in TeamsDetail]?: string | number | boolean | undefined }
