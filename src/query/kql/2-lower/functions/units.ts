/**
 * convert_*(value, from, to): units as exact multiples of the first one of their family. Units whose size the
 * service rounds in its own way (mile, ounce, gallon …) are left out: they are refused by name.
 */
import { convert } from '../conversions.ts'
import { call, literal, type Scalar, textOf } from '../scalar.ts'
import type { FunctionCall, FunctionRow } from './row.ts'

interface Unit {
  readonly size: number
  /** Where its zero lies, in the first unit; only temperatures have one. */
  readonly zero?: number
}
type Units = Readonly<Record<string, Unit>>

const sizes = (all: Readonly<Record<string, number>>): Units =>
  Object.fromEntries(Object.entries(all).map(([name, size]) => [name, { size }]))

const DEGREE = Math.PI / 180

const FAMILIES: Readonly<Record<string, Units>> = {
  convert_angle: sizes({
    Radian: 1,
    Deciradian: 0.1,
    Centiradian: 0.01,
    Milliradian: 1e-3,
    Microradian: 1e-6,
    Nanoradian: 1e-9,
    Degree: DEGREE,
    Millidegree: DEGREE / 1e3,
    Microdegree: DEGREE / 1e6,
    Nanodegree: DEGREE / 1e9,
    Arcminute: DEGREE / 60,
    Arcsecond: DEGREE / 3600,
    Gradian: DEGREE * 0.9,
    Revolution: DEGREE * 360,
  }),
  convert_energy: sizes({
    Joule: 1,
    Millijoule: 1e-3,
    Kilojoule: 1e3,
    Megajoule: 1e6,
    Gigajoule: 1e9,
    WattHour: 3600,
    KilowattHour: 3.6e6,
    MegawattHour: 3.6e9,
    GigawattHour: 3.6e12,
    Calorie: 4.184,
    Kilocalorie: 4184,
  }),
  convert_force: sizes({
    Newton: 1,
    Micronewton: 1e-6,
    Millinewton: 1e-3,
    Decanewton: 10,
    Kilonewton: 1e3,
    Meganewton: 1e6,
    Dyn: 1e-5,
    KilogramForce: 9.80665,
    TonneForce: 9806.65,
  }),
  convert_length: sizes({
    Meter: 1,
    Nanometer: 1e-9,
    Micrometer: 1e-6,
    Millimeter: 1e-3,
    Centimeter: 1e-2,
    Decimeter: 0.1,
    Hectometer: 100,
    Kilometer: 1e3,
    Inch: 0.0254,
    Foot: 0.3048,
    Yard: 0.9144,
    NauticalMile: 1852,
  }),
  convert_mass: sizes({
    Kilogram: 1,
    Microgram: 1e-9,
    Milligram: 1e-6,
    Gram: 1e-3,
    Tonne: 1e3,
    Kilotonne: 1e6,
    Pound: 0.45359237,
  }),
  convert_speed: sizes({
    MeterPerSecond: 1,
    CentimeterPerSecond: 0.01,
    KilometerPerSecond: 1e3,
    KilometerPerHour: 1 / 3.6,
    FootPerSecond: 0.3048,
  }),
  convert_temperature: {
    Kelvin: { size: 1 },
    DegreeCelsius: { size: 1, zero: 273.15 },
    DegreeFahrenheit: { size: 5 / 9, zero: 459.67 * (5 / 9) },
    DegreeRankine: { size: 5 / 9 },
  },
  convert_volume: sizes({
    CubicMeter: 1,
    CubicDecimeter: 1e-3,
    CubicCentimeter: 1e-6,
    CubicMillimeter: 1e-9,
    CubicKilometer: 1e9,
    Liter: 1e-3,
    Deciliter: 1e-4,
    Centiliter: 1e-5,
    Milliliter: 1e-6,
    Hectoliter: 0.1,
    AcreFoot: 1 / 0.000810714,
  }),
}

const converted =
  (units: Units) =>
  ({ arg, refuse }: FunctionCall): Scalar => {
    const found = [textOf(arg(1)), textOf(arg(2))]
    const [from, to] = found.map(name => (name === undefined ? undefined : units[name]))
    if (!from || !to)
      return refuse(`the unit '${found.find(name => !name || !units[name]) ?? 'that is no constant'}'`)
    const factor = literal('real', from.size / to.size)
    const scaled = call('multiply', 'real', [convert(arg(0), 'real'), factor])
    const shift = ((from.zero ?? 0) - (to.zero ?? 0)) / to.size
    return shift === 0 ? scaled : call('plus', 'real', [scaled, literal('real', shift)])
  }

export const unitFunctions: readonly FunctionRow[] = Object.entries(FAMILIES).map(([name, units]) => {
  const [first, second] = Object.keys(units)
  return {
    name,
    nulls: 'special',
    doc: `From one unit to another: ${Object.keys(units).join(', ')}. Others are refused.`,
    example: `${name}(1.5, '${first}', '${second}')`,
    translate: converted(units),
  }
})
