/**
 * S2 cells, written out here because the engine has none: the sphere is projected on the faces of a cube, each face is
 * quartered up to 30 times, and the quarters are numbered along a Hilbert curve (s2geometry.io).
 */
import { asString, convert } from '../conversions.ts'
import { ifNull, long, type Scalar } from '../scalar.ts'
import { formula, strict } from './formula.ts'
import { point, polygon } from './geo-cells.ts'
import { isPlace, reals } from './geo-points.ts'
import { type FunctionRow, row } from './row.ts'

/** Makes cells of a level alike in size. */
const spread = formula('spread', 'u', 'u >= 0 ? 0.5 * sqrt(1 + 3 * u) : 1 - 0.5 * sqrt(1 - 3 * u)')
const gathered = formula('gathered', 's', 's >= 0.5 ? (4 * s * s - 1) / 3 : (1 - 4 * (1 - s) * (1 - s)) / 3')

/** A point of the sphere as a face of the cube around it and a place on it, both between 0 and 1. */
const onCube = formula(
  'onCube',
  'longitude, latitude',
  `let p = (
     cos(radians(latitude)) * cos(radians(longitude)), cos(radians(latitude)) * sin(radians(longitude)),
     sin(radians(latitude)));
   let axis = abs(p.1) >= abs(p.2) and abs(p.1) >= abs(p.3) ? 0 : abs(p.2) >= abs(p.3) ? 1 : 2;
   let face = axis + (multiIf(axis = 0, p.1, axis = 1, p.2, p.3) < 0 ? 3 : 0);
   let uv = multiIf(
     face = 0, (p.2 / p.1, p.3 / p.1), face = 1, (-p.1 / p.2, p.3 / p.2), face = 2, (-p.1 / p.3, -p.2 / p.3),
     face = 3, (p.3 / p.1, p.2 / p.1), face = 4, (p.3 / p.2, -p.1 / p.2), (-p.2 / p.3, -p.1 / p.3));
   (face, spread(uv.1), spread(uv.2))`,
  { uses: { spread } },
)

/** Along a Hilbert curve: for each of its four turns, the quarter that a pair of bits is, and the other way round. */
const s2Cell = formula(
  's2Cell',
  'longitude, latitude, level',
  `let place = onCube(longitude, latitude);
   let i = greatest(0, least(1073741823, toInt64(floor(place.2 * 1073741824))));
   let j = greatest(0, least(1073741823, toInt64(floor(place.3 * 1073741824))));
   let curve = arrayFold(
     (s, k) ->
       def pair = bitAnd(bitShiftRight(i, k), 1) * 2 + bitAnd(bitShiftRight(j, k), 1);
       def quarter = [0, 1, 3, 2, 0, 3, 1, 2, 2, 3, 1, 0, 2, 1, 3, 0][s.1 * 4 + pair + 1];
       (toUInt8(bitXor(s.1, [1, 0, 0, 3][quarter + 1])), toUInt64(s.2 * 4 + quarter)),
     arrayReverse(range(30)),
     (toUInt8(place.1 % 2), toUInt64(0)));
   let leaf = bitShiftLeft(toUInt64(place.1), 61) + curve.2 * 2 + 1;
   let low = bitShiftLeft(toUInt64(1), toUInt8(2 * (30 - level)));
   isPlace(longitude, latitude) and level >= 0 and level <= 30 ?
     trimRight(lower(leftPad(hex(bitOr(leaf - leaf % low, low)), 16, '0')), '0') : ''`,
  { type: 'string', uses: { onCube, isPlace } },
)

/** Face, coordinates of the lower corner, and how many cells of this level are on a side of the face. */
const s2Square = formula(
  's2Square',
  'token',
  `let id = reinterpretAsUInt64(reverse(unhex(rightPad(token, 16, '0'))));
   let low = bitAnd(id, bitNot(id) + 1);
   let level = 30 - intDiv(bitCount(low - 1), 2);
   let curve = arrayFold(
     (s, k) ->
       def quarter = bitAnd(bitShiftRight(id, 61 - 2 * k), 3);
       def pair = [0, 1, 3, 2, 0, 2, 3, 1, 3, 2, 0, 1, 3, 1, 0, 2][s.1 * 4 + quarter + 1];
       (toUInt8(bitXor(s.1, [1, 0, 0, 3][quarter + 1])), toUInt32(s.2 * 2 + intDiv(pair, 2)), toUInt32(s.3 * 2 + pair % 2)),
     range(1, greatest(0, level) + 1),
     (toUInt8(bitShiftRight(id, 61) % 2), toUInt32(0), toUInt32(0)));
   (bitShiftRight(id, 61), curve.2, curve.3, exp2(level))`,
)

/** One of six faces, and a lowest bit at an even place. */
const isS2 = formula(
  'isS2',
  'token',
  `let id = reinterpretAsUInt64(reverse(unhex(rightPad(match(token, '^[0-9a-f]{1,16}$') ? token : 'f', 16, '0'))));
   let low = bitAnd(id, bitNot(id) + 1);
   bitShiftRight(id, 61) < 6 and bitCount(low - 1) % 2 = 0`,
  { type: 'bool' },
)

const onEarth = formula(
  'onEarth',
  'face, s, t',
  `let u = gathered(s);
   let v = gathered(t);
   let p = multiIf(
     face = 0, (toFloat64(1), u, v), face = 1, (-u, toFloat64(1), v), face = 2, (-u, -v, toFloat64(1)),
     face = 3, (toFloat64(-1), -v, -u), face = 4, (v, toFloat64(-1), -u), (v, u, toFloat64(-1)));
   (degrees(atan2(p.2, p.1)), degrees(atan2(p.3, sqrt(p.1 * p.1 + p.2 * p.2))))`,
  { uses: { gathered } },
)

const s2Point = formula(
  's2Point',
  'token',
  `let q = s2Square(token);
   let middle = onEarth(q.1, (q.2 + 0.5) / q.4, (q.3 + 0.5) / q.4);
   isS2(token) ? point(middle.1, middle.2) : null`,
  { type: 'dynamic', nullable: true, uses: { s2Square, onEarth, isS2, point } },
)

const s2Polygon = formula(
  's2Polygon',
  'token',
  `let q = s2Square(token);
   isS2(token) ? polygon(arrayMap(
     c -> onEarth(q.1, (q.2 + c.1) / q.4, (q.3 + c.2) / q.4), [(0, 0), (1, 0), (1, 1), (0, 1)])) : null`,
  { type: 'dynamic', nullable: true, uses: { s2Square, onEarth, isS2, polygon } },
)

export const geoS2Functions: readonly FunctionRow[] = [
  row(
    'geo_point_to_s2cell',
    'The S2 cell of a place; level 11 if not given.',
    'geo_point_to_s2cell(-80.2, 25.8, 8)',
    ({ arg, args }) => {
      const level = args[2] ? ifNull(convert(args[2], 'long'), long(-1)) : long(11)
      return strict(s2Cell)(...reals([arg(0), arg(1)]), level)
    },
  ),
  row(
    'geo_s2cell_to_central_point',
    'The middle of an S2 cell.',
    "geo_s2cell_to_central_point('89c25')",
    ({ arg }): Scalar => s2Point(asString(arg(0))),
  ),
  row(
    'geo_s2cell_to_polygon',
    'The corners of an S2 cell.',
    "geo_s2cell_to_polygon('89c25')",
    ({ arg }): Scalar => s2Polygon(asString(arg(0))),
  ),
]
