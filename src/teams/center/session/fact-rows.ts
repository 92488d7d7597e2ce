/**
 * What the tabs of a session show, as data: under which heading, by which name, read from where. Names are the admin
 * center's where it has them, else those of call quality.
 */

/** Where a fact stands: a column of the session, something told of the end, what identifies, a column of the end's streams. */
export type Source =
  | { readonly from: 'session'; readonly name: string }
  | { readonly from: 'detail'; readonly name: string }
  | { readonly from: 'person'; readonly name: string }
  | { readonly from: 'end'; readonly name: string }
  | { readonly from: 'stream'; readonly name: string }

export interface FactRow {
  readonly name: string
  readonly unit?: string
  readonly source: Source
}

export interface FactSection {
  readonly title: string
  readonly facts: readonly FactRow[]
}

type Read = (name: string, from: string, unit?: string) => FactRow

const reading =
  (kind: Source['from']): Read =>
  (name, from, unit) => ({ name, source: { from: kind, name: from }, ...(unit !== undefined && { unit }) })

const session = reading('session')
const detail = reading('detail')
const person = reading('person')
const end = reading('end')
const stream = reading('stream')

export const DEVICE: readonly FactSection[] = [
  {
    title: 'Audio capture device',
    facts: [
      detail('Device name', 'Capture Dev'),
      detail('Device driver', 'Capture Dev Driver'),
      detail('Not functioning', 'Device Capture Not Functioning Event Ratio', 'ratio'),
    ],
  },
  {
    title: 'Audio render device',
    facts: [
      detail('Device name', 'Render Dev'),
      detail('Device driver', 'Render Dev Driver'),
      detail('Not functioning', 'Device Render Not Functioning Event Ratio', 'ratio'),
      detail('Muted', 'Device Render Mute Event Ratio', 'ratio'),
      detail('Volume at zero', 'Device Render Zero Volume Event Ratio', 'ratio'),
    ],
  },
  {
    title: 'Video capture device',
    facts: [detail('Device name', 'Video Capture Dev'), detail('Device driver', 'Video Capture Dev Driver')],
  },
  {
    title: 'Video render device',
    facts: [detail('Device name', 'Video Render Dev'), detail('Device driver', 'Video Render Dev Driver')],
  },
]

export const SYSTEM: readonly FactSection[] = [
  {
    title: 'System',
    facts: [
      session('Operating system', 'Os'),
      detail('Architecture', 'OS Architecture'),
      detail('CPU', 'CPU Name'),
      detail('CPU cores', 'CPU Number Of Cores'),
      detail('CPU speed', 'CPU Processor Speed', 'MHz'),
      detail('Virtualization', 'Virtualization Flag'),
      session('Client version', 'AppVersion'),
      session('Client family', 'UserAgentCategory'),
      session('User agent', 'UserAgent'),
      person('Endpoint name', 'MachineName'),
    ],
  },
]

export const CONNECTIVITY: readonly FactSection[] = [
  {
    title: 'Network',
    facts: [
      session('Connection type', 'NetworkConnection'),
      detail('Link speed', 'Link Speed', 'bit/s'),
      end('VPN', 'Vpn'),
      end('Connectivity', 'ConnectivityIce'),
      stream('Transport', 'Transport'),
      detail('Transport protocol', 'Transport Protocol'),
      detail('Times roamed', 'Roaming Count'),
    ],
  },
  {
    title: 'Addresses',
    facts: [
      person('Local address', 'LocalAddress'),
      detail('Local port', 'Port'),
      detail('Local address type', 'Local Address Type'),
      person('Reflexive address', 'ReflexiveAddress'),
      person('Base address', 'BaseAddress'),
      detail('Relay address', 'Relay IP'),
      detail('Relay port', 'Relay Port'),
      person('Remote address', 'RemoteAddress'),
      detail('Remote address type', 'Remote Address Type'),
      end('Subnet', 'Subnet'),
      end('Network name', 'NetworkName'),
      end('Building', 'BuildingName'),
      end('City', 'City'),
      end('Inside the corporate network', 'InsideCorp'),
      end('Reflexive network', 'ReflexiveNetwork'),
      person('MAC address', 'MacAddress'),
    ],
  },
  {
    title: 'Wi-Fi',
    facts: [
      detail('Band', 'WiFi Band'),
      detail('Channel', 'WiFi Channel'),
      detail('Radio type', 'WiFi Radio Type'),
      detail('Signal strength', 'WiFi Signal Strength', '%'),
      detail('Driver', 'WiFi Vendor Driver'),
      detail('Driver version', 'WiFi Vendor Driver Version'),
      person('Access point', 'Bssid'),
    ],
  },
]

/** A figure of a stream: a column of AnteroomTeamsStreams_CL. */
export interface FigureFact {
  readonly name: string
  readonly column: string
  readonly unit: string
  /** Absent: of every medium. */
  readonly media?: readonly string[]
}

const figure = (name: string, column: string, unit: string, ...media: readonly string[]): FigureFact => ({
  name,
  column,
  unit,
  ...(media.length > 0 && { media }),
})

/** What the Overview tab shows of a stream's network. */
export const NETWORK_FIGURES: readonly FigureFact[] = [
  figure('Jitter', 'Jitter', 'ms'),
  figure('Packet loss', 'PacketLossRate', 'ratio'),
  figure('Round trip', 'RoundTrip', 'ms'),
  figure('Concealed', 'ConcealedRatio', 'ratio', 'Audio'),
  figure('Degradation (estimate)', 'Degradation', 'MOS', 'Audio'),
  figure('Bit rate', 'BitRate', 'bit/s'),
]

/** What the Advanced tab shows of a stream itself. */
export const STREAM_FIGURES: readonly FigureFact[] = [
  figure('Network MOS (estimate)', 'NetworkMos', 'MOS', 'Audio'),
  figure('Concealed', 'ConcealedRatio', 'ratio', 'Audio'),
  figure('Concealed, most', 'ConcealedRatioMax', 'ratio', 'Audio'),
  figure('Stretched', 'StretchedRatio', 'ratio', 'Audio'),
  figure('Frame rate', 'FrameRate', 'frames/s', 'Video', 'VBSS'),
  figure('Frames received', 'RecvFrameRate', 'frames/s', 'Video', 'VBSS'),
  figure('Frames lost', 'FrameLossPercentage', '%', 'Video', 'VBSS'),
  figure('Time below 7.5 frames/s', 'LowFrameRatePercent', '%', 'Video', 'VBSS'),
  figure('Limited by the machine', 'DynamicCapabilityPercent', '%', 'Video', 'VBSS'),
  figure('Bit rate', 'BitRate', 'bit/s'),
  figure('Packets', 'PacketUtilization', ''),
]

/** What the Advanced tab shows of a stream's network. */
export const PATH_FIGURES: readonly FigureFact[] = [
  figure('Jitter', 'Jitter', 'ms'),
  figure('Jitter, most', 'JitterMax', 'ms'),
  figure('Packet loss', 'PacketLossRate', 'ratio'),
  figure('Packet loss, most', 'PacketLossRateMax', 'ratio'),
  figure('Round trip', 'RoundTrip', 'ms'),
  figure('Round trip, most', 'RoundTripMax', 'ms'),
  figure('Network jitter', 'NetworkJitterAvg', 'ms'),
  figure('Network jitter, most', 'NetworkJitterMax', 'ms'),
  figure('Jitter buffer', 'JitterBufferAvg', 'ms'),
  figure('Jitter buffer, most', 'JitterBufferMax', 'ms'),
  figure('Loss after correction', 'AudioPostFecLoss', 'ratio', 'Audio'),
  figure('Loss after correction', 'VideoPostFecLoss', 'ratio', 'Video', 'VBSS'),
  figure('Degradation (estimate)', 'Degradation', 'MOS', 'Audio'),
  figure('Bandwidth estimate', 'BandwidthEstimate', 'bit/s'),
]
