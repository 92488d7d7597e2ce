/** How streams travelled: addresses, candidates, access networks, and the building file. */
import { type At, both, column, type DimensionRow, detail, missing, one, person } from './row.ts'

const network = (name: string) => (at: At) => at.network(name)

/** `Inside` or `Outside`; servers are outside, and so is a network that no building has. */
export const insideOf = (at: At): string => at.network('InsideCorp')

const buildings: readonly DimensionRow[] = [
  both('Network', network('Network')),
  both('Network Name', network('NetworkName')),
  both('Network Range', network('NetworkRange')),
  both('Building Name', network('BuildingName')),
  both('Ownership Type', network('OwnershipType')),
  both('Building Type', network('BuildingType')),
  both('Building Office Type', network('BuildingOfficeType')),
  both('City', network('City')),
  both('Zip Code', network('ZipCode')),
  both('Country', network('Country')),
  both('State', network('State')),
  both('Region', network('Region')),
  both('Express Route', network('ExpressRoute')),
  both('Network Mapped VPN', network('NetworkMappedVpn')),
  both('Inside Corp', insideOf),
].flat()

const EXPOSED = 'Where the browser tells the kind of network; under a VPN, Wi-Fi may look wired.'

export const networks: readonly DimensionRow[] = [
  ...buildings,
  one('Transport', column('Transport')),
  both('Network Connection Detail', column('NetworkConnection'), { note: EXPOSED }),
  both('Connectivity Ice', column('ConnectivityIce')),
  both('IP Address', person('IpAddress'), { note: 'Browsers hide host addresses behind names.' }),
  both('Base Address', person('BaseAddress'), { note: 'Where the browser does not hide it.' }),
  both('Local Address', person('LocalAddress')),
  both('Remote Address', person('RemoteAddress')),
  both('Reflexive Local IP', person('ReflexiveAddress')),
  both('Local Site', at => firstOf(at.person('ReflexiveAddress'), at.person('LocalAddress'))),
  both('Remote Site', person('RemoteReflexiveAddress')),
  both('MAC Address', person('MacAddress')),
  both('BSSID', person('Bssid')),
  both('Reflexive Local IP Network', column('ReflexiveNetwork')),
  both('Subnet', column('Subnet'), {
    note: 'Of browsers the /24 of their public address, unless a hint is given.',
  }),
  both('VPN', column('Vpn'), { note: EXPOSED }),
  both('VPN Estimated', detail('VPN Estimated', 'bool'), { note: 'Guessed from the kind of network.' }),
  both('Link Speed', detail('Link Speed', 'long')),
  both('Port', detail('Port', 'long')),
  both('Relay IP', detail('Relay IP')),
  both('Relay Port', detail('Relay Port', 'long')),
  both('CDR Connectivity Type', detail('CDR Connectivity Type')),
  both('Local Address Type', detail('Local Address Type')),
  both('Remote Address Type', detail('Remote Address Type')),
  both('Local Media Relay Address', detail('Local Media Relay Address')),
  both('Remote Media Relay Address', detail('Remote Media Relay Address')),
  both('Transport Protocol', detail('Transport Protocol')),
  both('Roaming Trigger', detail('Roaming Trigger'), { note: 'Where the client saw its path change.' }),
  both('Roaming Count', detail('Roaming Count', 'long'), { scale: 'integer' }),
  one('Media Relay', at => relays(at)),
  one('Bandwidth Est', () => 'BandwidthEstimate', { scale: 'bandwidth' }),
  one('Outbound Bit Rate Avg', () => "iff(MediaType == 'Audio', tolong(BitRate / 1000), long(null))"),
  missing('Only the client knows which of its rules set the limit, and tells nobody.', [
    'Applied Bandwidth Source',
  ]),
  missing('Media never goes to a phone gateway around the media plane here.', [
    'Mediation Server Bypass Flag',
  ]),
  missing('WebRTC knows no versions of STUN.', ['Stun Version']),
  missing('No client tells whether a name was resolved from a cache.', ['Used DNS Resolve Cache']),

  both('WiFi Microsoft Driver', detail('WiFi Microsoft Driver')),
  both('WiFi Microsoft Driver Version', detail('WiFi Microsoft Driver Version')),
  both('WiFi Vendor Driver', detail('WiFi Vendor Driver')),
  both('WiFi Vendor Driver Version', detail('WiFi Vendor Driver Version')),
  both('WiFi Channel', detail('WiFi Channel')),
  both('WiFi Radio Type', detail('WiFi Radio Type')),
  both('WiFi Band', column('WifiBand')),
  both('WiFi Signal Strength', detail('WiFi Signal Strength', 'long'), { scale: 'integer' }),
  both('WiFi Battery Charge', detail('WiFi Battery Charge', 'long'), {
    scale: 'integer',
    note: 'Of native clients and imported records.',
  }),
  both('DNS Suffix', detail('DNS Suffix')),
].flat()

const firstOf = (one: string, other: string): string => `iff(isnotempty(${one}), ${one}, ${other})`

function relays(at: At): string {
  const [first, second] = [at.end('First').detail('Relay IP'), at.end('Second').detail('Relay IP')]
  const joined = `strcat(${first}, ' + ', ${second})`
  return `iff(isnotempty(${first}) and isnotempty(${second}), ${joined}, strcat(${first}, ${second}))`
}
