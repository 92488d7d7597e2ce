/** Points, lines and polygons (GeoJSON) on a sphere with the earth's mean radius; edges are geodesics. */
import { convert } from '../conversions.ts'
import type { Scalar } from '../scalar.ts'
import { type Formula, formula, strict } from './formula.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'

/** Metres. */
const RADIUS = '6371010'

export const isPlace = formula(
  'isPlace',
  'longitude, latitude',
  'abs(longitude) <= 180 and abs(latitude) <= 90',
  {
    type: 'bool',
  },
)

/** The angle between two places, seen from the centre, in radians (haversine). */
const arc = formula(
  'arc',
  'lon1, lat1, lon2, lat2',
  `def north = sin(radians(lat2 - lat1) / 2);
   def east = sin(radians(lon2 - lon1) / 2);
   2 * asin(least(1, sqrt(north * north + cos(radians(lat1)) * cos(radians(lat2)) * east * east)))`,
)

const distance = formula(
  'distance',
  'lon1, lat1, lon2, lat2',
  `isPlace(lon1, lat1) and isPlace(lon2, lat2) ? ${RADIUS} * arc(lon1, lat1, lon2, lat2) : null`,
  { nullable: true, uses: { isPlace, arc } },
)

const inCircle = formula(
  'inCircle',
  'lon, lat, centreLon, centreLat, radius',
  `isPlace(lon, lat) and isPlace(centreLon, centreLat) and radius > 0 ?
     toBool(${RADIUS} * arc(lon, lat, centreLon, centreLat) <= radius) : null`,
  { type: 'bool', nullable: true, uses: { isPlace, arc } },
)

/** The way from one place to another, clockwise from north, between 0 and 2π. */
const bearing = formula(
  'bearing',
  'lon1, lat1, lon2, lat2',
  `let turn = atan2(
     sin(radians(lon2 - lon1)) * cos(radians(lat2)),
     cos(radians(lat1)) * sin(radians(lat2)) - sin(radians(lat1)) * cos(radians(lat2)) * cos(radians(lon2 - lon1)));
   turn < 0 ? turn + 2 * pi() : turn`,
)

/** Places that are the same or opposite have no way between them. */
const isWay = formula(
  'isWay',
  'lon1, lat1, lon2, lat2',
  `isPlace(lon1, lat1) and isPlace(lon2, lat2)
     and arc(lon1, lat1, lon2, lat2) > 1e-12 and arc(lon1, lat1, lon2, lat2) < pi() - 1e-7`,
  { type: 'bool', uses: { isPlace, arc } },
)

const azimuth = formula(
  'azimuth',
  'lon1, lat1, lon2, lat2',
  'isWay(lon1, lat1, lon2, lat2) ? bearing(lon1, lat1, lon2, lat2) : null',
  { nullable: true, uses: { isWay, bearing } },
)

const angle = formula(
  'angle',
  'lon1, lat1, lon2, lat2, lon3, lat3',
  `let turn = bearing(lon2, lat2, lon3, lat3) - bearing(lon2, lat2, lon1, lat1);
   isWay(lon1, lat1, lon2, lat2) and isWay(lon2, lat2, lon3, lat3) ? (turn < 0 ? turn + 2 * pi() : turn) : null`,
  { nullable: true, uses: { isWay, bearing } },
)

const isPath = formula(
  'isPath',
  'path, least',
  'length(path) >= least and arrayAll(p -> length(p) = 2 and isPlace(p[1], p[2]), path)',
  { type: 'bool', uses: { isPlace } },
)

/** A line or several; an edge that several share counts once. */
const lineLength = formula(
  'lineLength',
  'json',
  `let type = JSONExtractString(json, 'type');
   let lines = type = 'LineString' ?
     [JSONExtract(json, 'coordinates', 'Array(Array(Float64))')] :
     JSONExtract(json, 'coordinates', 'Array(Array(Array(Float64)))');
   let edges = arrayDistinct(arrayFlatten(arrayMap(
     line -> arrayMap(
       i -> line[i] < line[i + 1] ? (line[i], line[i + 1]) : (line[i + 1], line[i]), range(1, length(line))),
     lines)));
   type in ('LineString', 'MultiLineString') and notEmpty(lines) and arrayAll(line -> isPath(line, 2), lines) ?
     ${RADIUS} * arraySum(e -> arc(e.1[1], e.1[2], e.2[1], e.2[2]), edges) : null`,
  { nullable: true, uses: { isPath, arc } },
)

/** How often a ring goes round a place: the sum of the turns of the ways to its corners. */
const isAround = formula(
  'isAround',
  'ring, lon, lat',
  `let ways = arrayMap(p -> bearing(lon, lat, p[1], p[2]), ring);
   let turns = arrayMap(
     i -> let turn = ways[i + 1] - ways[i];
       turn > pi() ? turn - 2 * pi() : turn <= -pi() ? turn + 2 * pi() : turn,
     range(1, length(ways)));
   let nearness = arraySum(p -> cos(arc(lon, lat, p[1], p[2])), ring);
   abs(arraySum(turns)) > pi() and nearness > 0`,
  { type: 'bool', uses: { bearing, arc } },
)

/** In the first ring of a polygon and in none of its others. */
const inPolygon = formula(
  'inPolygon',
  'lon, lat, json',
  `let type = JSONExtractString(json, 'type');
   let polygons = type = 'Polygon' ?
     [JSONExtract(json, 'coordinates', 'Array(Array(Array(Float64)))')] :
     JSONExtract(json, 'coordinates', 'Array(Array(Array(Array(Float64))))');
   def valid = type in ('Polygon', 'MultiPolygon') and notEmpty(polygons) and isPlace(lon, lat)
     and arrayAll(
       rings -> notEmpty(rings) and arrayAll(ring -> isPath(ring, 4) and ring[1] = ring[-1], rings), polygons);
   valid ?
     toBool(arrayExists(
       rings -> isAround(rings[1], lon, lat)
         and not(arrayExists(ring -> isAround(ring, lon, lat), arraySlice(rings, 2))),
       polygons)) : null`,
  { type: 'bool', nullable: true, uses: { isPlace, isPath, isAround } },
)

export const reals = (args: readonly Scalar[]): readonly Scalar[] => args.map(one => convert(one, 'real'))

const ofReals = (name: string, doc: string, example: string, translated: Formula): FunctionRow =>
  row(name, doc, `${name}(${example})`, ({ args }) => strict(translated)(...reals(args)))

/** On the spheroid a distance needs another method. */
function distanceOf({ args, refuse }: FunctionCall): Scalar {
  const isSphere = args[4] === undefined || (args[4].kind === 'literal' && args[4].value === false)
  return isSphere
    ? strict(distance)(...reals(args.slice(0, 4)))
    : refuse('geo_distance_2points() on the spheroid')
}

export const geoPointFunctions: readonly FunctionRow[] = [
  row(
    'geo_distance_2points',
    'The distance of two places on the sphere, in metres.',
    'geo_distance_2points(-122.4, 47.5, -118.2, 34.0)',
    distanceOf,
  ),
  ofReals(
    'geo_point_in_circle',
    'Whether a place lies in a circle, its radius in metres.',
    '1, 2, 1, 2, 10',
    inCircle,
  ),
  ofReals(
    'geo_azimuth',
    'The direction of a place from another, clockwise from north, in radians.',
    '5, 10, 10, -40',
    azimuth,
  ),
  ofReals(
    'geo_angle',
    'The clockwise angle between two lines that meet, in radians.',
    '0, 10, 0, 5, 3, -10',
    angle,
  ),
  row(
    'geo_line_length',
    'The length of a line or of several, in metres.',
    'geo_line_length(dynamic({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}))',
    ({ arg }) => strict(lineLength)(convert(arg(0), 'dynamic')),
  ),
  row(
    'geo_point_in_polygon',
    'Whether a place lies in a polygon or in one of several.',
    'geo_point_in_polygon(1, 1, dynamic({"type": "Polygon", "coordinates": [[[0, 0], [3, 0], [3, 3], [0, 0]]]}))',
    ({ arg }) => strict(inPolygon)(...reals([arg(0), arg(1)]), convert(arg(2), 'dynamic')),
  ),
]
