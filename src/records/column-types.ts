/**
 * How each KQL type lies in the engine (docs/adr/0002-dynamic-storage.md for `dynamic`).
 * Strings are never null (R20: KQL knows no null string); every other type is nullable, so that an outer join
 * fills '' into strings and null into the rest, exactly as KQL does.
 */
export const columnTypes = {
  bool: 'Nullable(Bool)',
  int: 'Nullable(Int32)',
  long: 'Nullable(Int64)',
  real: 'Nullable(Float64)',
  decimal: 'Nullable(Decimal(38, 17))',
  string: 'String',
  /** One tick is 100 ns, from year 1 to 9999. */
  datetime: "Nullable(DateTime64(7, 'UTC'))",
  /** Ticks of 100 ns: the engine's intervals know no total order. */
  timespan: 'Nullable(Int64)',
  guid: 'Nullable(UUID)',
  /** Compact JSON text; null and JSON null are both NULL. */
  dynamic: 'Nullable(String)',
} as const satisfies Record<string, string>

/** The scalar types of KQL. */
export type KqlType = keyof typeof columnTypes
