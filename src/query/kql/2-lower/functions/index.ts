/** All scalar functions by name. */
import { arrayFunctions } from './arrays.ts'
import { bagFunctions } from './bags.ts'
import { byteFunctions } from './bytes.ts'
import { codePointFunctions } from './code-points.ts'
import { compressionFunctions } from './compression.ts'
import { conditionFunctions } from './conditions.ts'
import { conversionFunctions } from './conversion.ts'
import { datetimeFunctions } from './datetime.ts'
import { decompositionFunctions } from './decompositions.ts'
import { extractFunctions } from './extracts.ts'
import { geoCellFunctions } from './geo-cells.ts'
import { geoPointFunctions } from './geo-points.ts'
import { geoS2Functions } from './geo-s2.ts'
import { inflateFunctions } from './inflate.ts'
import { ipv6Functions } from './ipv6.ts'
import { jsonShapeFunctions } from './json-shapes.ts'
import { mathFunctions } from './math.ts'
import { networkFunctions } from './network.ts'
import { pathFunctions } from './paths.ts'
import { rangeFunctions } from './ranges.ts'
import type { FunctionRow } from './row.ts'
import { seriesFunctions } from './series.ts'
import { setFunctions } from './sets.ts'
import { signalFunctions } from './signals.ts'
import { sketchFunctions } from './sketches.ts'
import { statisticsFunctions } from './statistics.ts'
import { stringFunctions } from './strings.ts'
import { textFormatFunctions } from './text-formats.ts'
import { timeZoneFunctions } from './time-zones.ts'
import { unitFunctions } from './units.ts'

import { userAgentFunctions } from './user-agents.ts'
import { xmlFunctions } from './xml.ts'

export const scalarFunctions: readonly FunctionRow[] = [
  ...conditionFunctions,
  ...conversionFunctions,
  ...mathFunctions,
  ...statisticsFunctions,
  ...stringFunctions,
  ...extractFunctions,
  ...xmlFunctions,
  ...userAgentFunctions,
  ...datetimeFunctions,
  ...timeZoneFunctions,
  ...arrayFunctions,
  ...rangeFunctions,
  ...bagFunctions,
  ...jsonShapeFunctions,
  ...setFunctions,
  ...seriesFunctions,
  ...signalFunctions,
  ...decompositionFunctions,
  ...networkFunctions,
  ...ipv6Functions,
  ...geoPointFunctions,
  ...geoCellFunctions,
  ...geoS2Functions,
  ...byteFunctions,
  ...codePointFunctions,
  ...compressionFunctions,
  ...inflateFunctions,
  ...pathFunctions,
  ...unitFunctions,
  ...sketchFunctions,
  ...textFormatFunctions,
]

export const functionsByName: ReadonlyMap<string, FunctionRow> = new Map(
  scalarFunctions.flatMap(row => [row.name, ...(row.aliases ?? [])].map(name => [name, row] as const)),
)
