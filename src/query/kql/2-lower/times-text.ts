/** Ticks as text, for constants and for cells. */
import { TICKS } from './times.ts'

/** [-][d.]hh:mm:ss[.fffffff] */
export function timespanToText(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks
  const two = (value: bigint) => value.toString().padStart(2, '0')
  const days = size / TICKS.day
  const fraction = size % TICKS.second
  const clock = [(size / TICKS.hour) % 24n, (size / TICKS.minute) % 60n, (size / TICKS.second) % 60n]
    .map(two)
    .join(':')
  return `${ticks < 0n ? '-' : ''}${days > 0n ? `${days}.` : ''}${clock}${fraction > 0n ? `.${fraction.toString().padStart(7, '0')}` : ''}`
}
