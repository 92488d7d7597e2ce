/** Parts of request bodies that several operations take. */
import { Type } from 'typebox'

const Name = Type.String({ minLength: 1, maxLength: 256 })
const Value = Type.String({ maxLength: 1024 })
const BOUNDED = { maxProperties: 100 }

export const MetadataModel = Type.Record(Name, Value, BOUNDED)

/** Of a merge patch: null takes a name away. */
export const MetadataPatch = Type.Union([
  Type.Record(Name, Type.Union([Value, Type.Null()]), BOUNDED),
  Type.Null(),
])

export const DisplayName = Type.String({ maxLength: 256 })
