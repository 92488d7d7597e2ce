import { type Asked, Figure, numberText, Tiles } from '#views/kit'

const TILES = [
  { gauge: 'anteroom_calls', label: 'Calls now', href: '/portal/calls?live=yes', isBad: false },
  { gauge: 'anteroom_participants', label: 'Connected now', href: '/portal/calls?live=yes', isBad: false },
  {
    gauge: 'anteroom_lobby_waiting',
    label: 'Waiting in lobbies',
    href: '/portal/calls?live=yes',
    isBad: false,
  },
  {
    gauge: 'anteroom_delivery_queue_records',
    label: 'Records on their way',
    href: '/portal/deliveries',
    isBad: false,
  },
  {
    gauge: 'anteroom_delivery_dead_letters',
    label: 'Records set aside',
    href: '/portal/deliveries',
    isBad: true,
  },
] as const

/** The state of this moment, from what Prometheus also reads. */
export function NowTiles({ now }: { readonly now: Asked<Readonly<Record<string, number>>> }) {
  return (
    <Tiles>
      {TILES.map(({ gauge, label, href, isBad }) => {
        const value = now.data?.[gauge]
        return (
          <Figure
            key={gauge}
            label={label}
            value={now.data ? numberText(value ?? 0) : '…'}
            tone={isBad && (value ?? 0) > 0 ? 'bad' : 'plain'}
            href={href}
          />
        )
      })}
    </Tiles>
  )
}
