/** Texts and identifiers as bytes. */
import { asString, convert } from '../conversions.ts'
import { call, iff, lambda, nullOf, raw, type Scalar, text, variable } from '../scalar.ts'
import { elements, list } from './arrays.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'

const e = variable('e', 'string')

/** Empty where an element is no byte, or where there is no array. */
function fromArray({ arg }: FunctionCall): Scalar {
  const source = elements(arg(0))
  const number = call('toUInt8OrZero', 'raw', [e], { nullable: false })
  const bytes = list('arrayMap', [lambda(['e'], call('char', 'string', [number])), source])
  const isByte = call('isNotNull', 'bool', [call('toUInt8OrNull', 'raw', [e], { nullable: true })])
  const all = call('arrayAll', 'bool', [lambda(['e'], isByte), source])
  return iff(all, call('base64Encode', 'string', [call('arrayStringConcat', 'string', [bytes])]), text(''))
}

/** The places of a GUID's bytes: its first three groups are little-endian. */
const GUID_BYTES = [4, 3, 2, 1, 6, 5, 8, 7, 9, 10, 11, 12, 13, 14, 15, 16]

const reordered = (bytes: Scalar): Scalar =>
  call(
    'concat',
    'string',
    GUID_BYTES.map(place => call('substring', 'string', [bytes, raw(place), raw(1)])),
  )

function fromGuid({ arg }: FunctionCall): Scalar {
  const digits = call('replaceAll', 'string', [asString(arg(0)), text('-'), text('')])
  return call('base64Encode', 'string', [reordered(call('unhex', 'string', [digits]))])
}

/** Null unless there are sixteen bytes. */
function toGuid({ arg }: FunctionCall): Scalar {
  const bytes = call('tryBase64Decode', 'string', [asString(arg(0))])
  const digits = call('lower', 'string', [call('hex', 'string', [reordered(bytes)])])
  const isWhole = call('equals', 'bool', [call('length', 'raw', [bytes]), raw(16)])
  const groups = [
    [1, 8],
    [9, 4],
    [13, 4],
    [17, 4],
    [21, 12],
  ].flatMap(([start = 1, size = 1], index) => [
    ...(index > 0 ? [text('-')] : []),
    call('substring', 'string', [digits, raw(start), raw(size)]),
  ])
  const id = convert(call('concat', 'string', groups), 'guid')
  return call('if', 'guid', [isWhole, id, nullOf('guid')], { nullable: true })
}

export const byteFunctions: readonly FunctionRow[] = [
  row(
    'base64_encode_fromarray',
    'Base64 of an array of bytes; empty where one is no byte.',
    'base64_encode_fromarray(dynamic([75]))',
    fromArray,
  ),
  row(
    'base64_encode_fromguid',
    'Base64 of the 16 bytes of a GUID.',
    'base64_encode_fromguid(new_guid())',
    fromGuid,
  ),
  row(
    'base64_decode_toguid',
    'The GUID of 16 bytes in base64, or null.',
    "base64_decode_toguid('8jMxriJurkmwahbmqbIS6w==')",
    toGuid,
  ),
]
