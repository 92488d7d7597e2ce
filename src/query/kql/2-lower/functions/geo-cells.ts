/** Places as cells of two grids, geohash and H3. */
import { asString, convert } from '../conversions.ts'
import { ifNull, long, raw, type Scalar, wholeOf } from '../scalar.ts'
import { type Formula, formula, strict } from './formula.ts'
import { isPlace, reals } from './geo-points.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'

export const point = formula(
  'point',
  'longitude, latitude',
  `concat('{"type":"Point","coordinates":[', toString(longitude), ',', toString(latitude), ']}')`,
)

export const polygon = formula(
  'polygon',
  'corners',
  `concat('{"type":"Polygon","coordinates":[[', arrayStringConcat(arrayMap(
     c -> concat('[', toString(c.1), ',', toString(c.2), ']'), arrayPushBack(corners, corners[1])), ','), ']]}')`,
)

const textList = formula('textList', 'texts', `concat('["', arrayStringConcat(texts, '","'), '"]')`)

const GEOHASH = '^[0-9b-hjkmnp-z]{1,12}$'

/** The middle and half the sides of a geohash: each character has five bits, the first of the longitude. */
const box = formula(
  'box',
  'hash',
  `let middle = geohashDecode(hash);
   (middle.1, middle.2, 180 / exp2(intDiv(5 * length(hash) + 1, 2)), 90 / exp2(intDiv(5 * length(hash), 2)))`,
)

const geohash = formula(
  'geohash',
  'longitude, latitude, accuracy',
  `isPlace(longitude, latitude) ? geohashEncode(longitude, latitude, accuracy) : ''`,
  { type: 'string', uses: { isPlace } },
)

const geohashPoint = formula(
  'geohashPoint',
  'hash, pattern',
  `let middle = geohashDecode(hash); match(hash, pattern) ? point(middle.1, middle.2) : null`,
  { type: 'dynamic', nullable: true, uses: { point } },
)

const geohashPolygon = formula(
  'geohashPolygon',
  'hash, pattern',
  `let b = box(hash);
   match(hash, pattern) ? polygon([
     (b.1 - b.3, b.2 - b.4), (b.1 + b.3, b.2 - b.4), (b.1 + b.3, b.2 + b.4), (b.1 - b.3, b.2 + b.4)]) : null`,
  { type: 'dynamic', nullable: true, uses: { box, polygon } },
)

/** Around the earth to the east and west; beyond the poles there is nothing. */
const geohashNeighbors = formula(
  'geohashNeighbors',
  'hash, pattern',
  `let b = box(hash);
   let around = arrayFilter(p -> abs(p.2) < 90, arrayMap(
     m -> (positiveModulo(b.1 + 2 * m.1 * b.3 + 180, 360) - 180, b.2 + 2 * m.2 * b.4),
     [(-1, -1), (-1, 1), (1, -1), (0, 1), (-1, 0), (1, 1), (1, 0), (0, -1)]));
   match(hash, pattern) ?
     textList(arrayMap(p -> geohashEncode(p.1, p.2, toUInt8(length(hash))), around)) : null`,
  { type: 'dynamic', nullable: true, uses: { box, textList } },
)

const numbered = formula('numbered', 'token', "reinterpretAsUInt64(reverse(unhex(leftPad(token, 16, '0'))))")
const isH3 = formula('isH3', 'token', "match(token, '^[0-9a-fA-F]{15}$') and h3IsValid(numbered(token))", {
  type: 'bool',
  uses: { numbered },
})

/** A token as a cell; one that is no cell becomes a cell whose answer nobody sees: the engine fails on others. */
const h3Cell = formula('h3Cell', 'token', "numbered(isH3(token) ? token : '8001fffffffffff')", {
  uses: { numbered, isH3 },
})
const h3 = (
  name: string,
  params: string,
  body: string,
  type: 'dynamic' | 'string' | 'int' = 'dynamic',
): Formula =>
  formula(name, params, body, {
    type,
    nullable: type !== 'string',
    uses: { h3Cell, isH3, point, polygon, textList },
  })

const placeToH3 = formula(
  'placeToH3',
  'longitude, latitude, resolution',
  `def valid = isPlace(longitude, latitude) and resolution >= 0 and resolution <= 15;
   valid ? h3ToString(geoToH3(
     valid ? latitude : toFloat64(0), valid ? longitude : toFloat64(0), toUInt8(valid ? resolution : 0))) : ''`,
  { type: 'string', uses: { isPlace } },
)
const h3Point = h3('h3Point', 'token', 'let p = h3ToGeo(h3Cell(token)); isH3(token) ? point(p.2, p.1) : null')
const h3Polygon = h3(
  'h3Polygon',
  'token',
  'isH3(token) ? polygon(arrayMap(p -> (p.2, p.1), h3ToGeoBoundary(h3Cell(token)))) : null',
)
const h3Level = h3('h3Level', 'token', 'isH3(token) ? toInt32(h3GetResolution(h3Cell(token))) : null', 'int')
const h3Parent = h3(
  'h3Parent',
  'token, resolution',
  `let own = h3GetResolution(h3Cell(token));
   let wanted = resolution < 0 ? own - 1 : resolution;
   isH3(token) and wanted >= 0 and wanted <= own ?
     h3ToString(h3ToParent(h3Cell(token), toUInt8(greatest(0, least(own, wanted))))) : ''`,
  'string',
)
/** At most five levels below. */
const h3Children = h3(
  'h3Children',
  'token, resolution',
  `let own = h3GetResolution(h3Cell(token));
   let wanted = resolution < 0 ? own + 1 : resolution;
   isH3(token) and wanted > own and wanted <= least(15, own + 5) ?
     textList(arrayMap(c -> h3ToString(c),
       h3ToChildren(h3Cell(token), toUInt8(greatest(own, least(15, own + 5, wanted)))))) : null`,
)
/** Each ring is what the disk has that the one before has not. */
const h3Rings = h3(
  'h3Rings',
  'token, distance',
  `def cell = h3Cell(token);
   def far = greatest(0, least(142, distance));
   isH3(token) and distance >= 0 and distance <= 142 ?
     concat('[', arrayStringConcat(arrayMap(
       d -> textList(arrayMap(c -> h3ToString(c), arrayFilter(c -> h3Distance(cell, c) = d, h3kRing(cell, toUInt16(far))))),
       range(0, far + 1)), ','), ']') : null`,
)
const h3Neighbors = h3(
  'h3Neighbors',
  'token',
  `isH3(token) ?
     textList(arrayMap(c -> h3ToString(c), arrayFilter(c -> c != h3Cell(token), h3kRing(h3Cell(token), toUInt16(1))))) : null`,
)

const ofToken = (
  name: string,
  doc: string,
  example: string,
  translated: (token: Scalar) => Scalar,
): FunctionRow => row(name, doc, `${name}('${example}')`, ({ arg }) => translated(asString(arg(0))))

/** The engine's geohashes have up to 12 characters. */
function toGeohash({ arg, args, refuse }: FunctionCall): Scalar {
  const accuracy = wholeOf(args[2] ?? long(5))
  return accuracy === undefined || accuracy < 1 || accuracy > 12
    ? refuse('geo_point_to_geohash() with an accuracy that is no constant from 1 to 12')
    : strict(geohash)(...reals([arg(0), arg(1)]), raw(accuracy))
}

const numberOr = (given: Scalar | undefined, fallback: number): Scalar =>
  given ? ifNull(convert(given, 'long'), long(99)) : long(fallback)

export const geoCellFunctions: readonly FunctionRow[] = [
  row('geo_point_to_geohash', 'The geohash of a place.', 'geo_point_to_geohash(139.8, 35.5, 12)', toGeohash),
  ofToken('geo_geohash_to_central_point', 'The middle of a geohash.', 'sunny', hash =>
    geohashPoint(hash, raw(GEOHASH)),
  ),
  ofToken('geo_geohash_to_polygon', 'The rectangle of a geohash.', 'dr5ru', hash =>
    geohashPolygon(hash, raw(GEOHASH)),
  ),
  ofToken('geo_geohash_neighbors', 'The geohashes around one.', 'sunny', hash =>
    geohashNeighbors(hash, raw(GEOHASH)),
  ),
  row(
    'geo_point_to_h3cell',
    'The H3 cell of a place; resolution 6 if not given.',
    'geo_point_to_h3cell(-74.0, 40.7, 6)',
    ({ arg, args }) => strict(placeToH3)(...reals([arg(0), arg(1)]), numberOr(args[2], 6)),
  ),
  ofToken('geo_h3cell_to_central_point', 'The middle of an H3 cell.', '862a1072fffffff', h3Point),
  ofToken('geo_h3cell_to_polygon', 'The corners of an H3 cell.', '862a1072fffffff', h3Polygon),
  ofToken('geo_h3cell_level', 'The resolution of an H3 cell.', '862a1072fffffff', h3Level),
  ofToken('geo_h3cell_neighbors', 'The H3 cells around one.', '862a1072fffffff', h3Neighbors),
  row(
    'geo_h3cell_parent',
    'The H3 cell one is part of.',
    "geo_h3cell_parent('862a1072fffffff')",
    ({ arg, args }) => h3Parent(asString(arg(0)), numberOr(args[1], -1)),
  ),
  row(
    'geo_h3cell_children',
    'The H3 cells one is made of.',
    "geo_h3cell_children('862a1072fffffff')",
    ({ arg, args }) => h3Children(asString(arg(0)), numberOr(args[1], -1)),
  ),
  row(
    'geo_h3cell_rings',
    'The rings of H3 cells around one.',
    "geo_h3cell_rings('862a1072fffffff', 2)",
    ({ arg }) => h3Rings(asString(arg(0)), numberOr(arg(1), 0)),
  ),
]
