/** The wall clock of a time zone as a datetime, which has no zone in KQL, and back. */
import { asString, convert } from '../conversions.ts'
import { raw, type Scalar, textOf } from '../scalar.ts'
import { formula } from './formula.ts'
import { type FunctionCall, type FunctionRow, propagating } from './row.ts'

/** The engine writes a time as text of a zone, which may differ from row to row. */
const toLocal = formula('toLocal', 'time, zone', "toDateTime64(toString(time, zone), 7, 'UTC')", {
  type: 'datetime',
})

/**
 * The engine reads text of constant zones only, so the distance from UTC is asked for: first as if the wall clock were
 * UTC, then at the time found with it.
 */
const toUtc = formula(
  'toUtc',
  'time, zone',
  `let wall = reinterpretAsInt64(time);
   let guess = wall - (reinterpretAsInt64(toLocal(time, zone)) - wall);
   let away = reinterpretAsInt64(toLocal(reinterpret(guess, "DateTime64(7, 'UTC')"), zone)) - guess;
   reinterpret(wall - away, "DateTime64(7, 'UTC')")`,
  { type: 'datetime', uses: { toLocal } },
)

const ZONE = /^[A-Za-z0-9_+/-]+$/

/** A zone that is no constant is checked by the engine. */
function zoned(by: (time: Scalar, zone: Scalar) => Scalar, { arg, refuse }: FunctionCall): Scalar {
  const zone = textOf(arg(1))
  const time = convert(arg(0), 'datetime')
  if (zone === undefined) return by(time, asString(arg(1)))
  return ZONE.test(zone) ? by(time, raw(zone)) : refuse(`the time zone '${zone}'`)
}

export const timeZoneFunctions: readonly FunctionRow[] = [
  propagating(
    'datetime_utc_to_local',
    'The wall clock of a time zone.',
    "datetime_utc_to_local(now(), 'Europe/Berlin')",
    given => zoned(toLocal, given),
  ),
  propagating(
    'datetime_local_to_utc',
    'UTC of a wall clock.',
    "datetime_local_to_utc(now(), 'Europe/Berlin')",
    given => zoned(toUtc, given),
  ),
]
