/**
 * What a client tells of its network and machine. Members of the message in `messages.ts`. Everything is bounded; an
 * address is a number, never a name: what browsers put in its place (`….local`) is to be left out.
 */
import { type TProperties, Type } from 'typebox'

const closed = { additionalProperties: false }
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

const BYTE = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)'
/** IPv4, or IPv6 as hexadecimal groups, with an IPv4 end if need be. */
const Address = Type.String({
  pattern: `^(${BYTE}(\\.${BYTE}){3}|(?=[^.]*::|([0-9A-Fa-f]{1,4}:){6,7})[0-9A-Fa-f:]{2,39}(\\d{1,3}(\\.\\d{1,3}){3})?)$`,
  maxLength: 45,
})
const Subnet = Type.String({ pattern: `^${BYTE}(\\.${BYTE}){3}$` })
const Port = Type.Integer({ minimum: 0, maximum: 65_535 })
const Candidate = Type.Enum(['host', 'srflx', 'prflx', 'relay'])
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000 })

const Network = Type.Object(
  {
    connection: Type.Optional(Type.Enum(['wired', 'wifi', 'mobile', 'tunnel'])),
    vpn: Type.Optional(Type.Boolean()),
    iceFailed: Type.Optional(Type.Boolean()),
    localAddress: Type.Optional(Address),
    localPort: Type.Optional(Port),
    localType: Type.Optional(Candidate),
    remoteAddress: Type.Optional(Address),
    remotePort: Type.Optional(Port),
    remoteType: Type.Optional(Candidate),
    baseAddress: Type.Optional(Address),
    reflexiveAddress: Type.Optional(Address),
    remoteReflexiveAddress: Type.Optional(Address),
    relayAddress: Type.Optional(Address),
    relayPort: Type.Optional(Port),
    remoteRelayAddress: Type.Optional(Address),
    protocol: Type.Optional(Type.Enum(['udp', 'tcp', 'tls'])),
    subnet: Type.Optional(Subnet),
    bandwidthEstimate: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12 })),
    roamings: Type.Optional(Count),
  },
  closed,
)

const Share = Type.Number({ minimum: 0, maximum: 1 })

const Hardware = Type.Object(
  {
    captureDevice: Type.Optional(text(200)),
    renderDevice: Type.Optional(text(200)),
    videoDevice: Type.Optional(text(200)),
    architecture: Type.Optional(text(40)),
    cores: Type.Optional(Type.Integer({ minimum: 1, maximum: 4096 })),
    badShares: Type.Optional(
      Type.Record(Type.String({ pattern: '^[A-Za-z]{1,60}$' }), Share, { maxProperties: 40 }),
    ),
  },
  closed,
)

export const environmentMembers = {
  network: Type.Optional(Network),
  hardware: Type.Optional(Hardware),
} satisfies TProperties
