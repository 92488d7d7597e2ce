/** Values that break things, written as KQL. */

export const HOSTILE_TEXTS = [
  `''`,
  `"'); SELECT 1 AS injected --"`,
  `'\\\\\\' OR 1=1 --'`,
  `"\`a\`; DROP TABLE x"`,
  `@'\\'`,
  `'{x:String}'`,
  `'%d $1 \\0'`,
  `'\\u0000\\n\\r\\t'`,
  `'😀é\\u2028'`,
  `h'secret'`,
  `"toDateTime64('2024-06-15 00:00:00.0000000', 7, 'UTC')"`,
  `'[(.*+?'`,
  `'{"a":[1,{"b":null}]}'`,
  `'10.0.0.1/33'`,
]

export const ODD_NUMBERS = [
  '0',
  '1',
  '-1',
  '9223372036854775807',
  '2147483648',
  '0x7f',
  '1e308',
  'real(nan)',
  'real(+inf)',
  'long(null)',
  'int(null)',
  'decimal(0.1)',
  '0.5',
]

export const ODD_TIMES = [
  'datetime(null)',
  'datetime(1900-01-01)',
  'datetime(2261-12-31 23:59:59.9999999)',
  'datetime(2024-02-29 13:14:15.6789012)',
  'now()',
  'ago(1d)',
]

export const ODD_SPANS = ['1h', '0s', '-7d', '1tick', 'timespan(null)', '365000d']

export const ODD_DYNAMICS = [
  'dynamic(null)',
  'dynamic([])',
  'dynamic({})',
  'dynamic([1,"a",null,[2],{"b":3}])',
  'dynamic({"a":{"b":[1,2]},"c d":"x"})',
  'Details',
  'Details.hops',
  'Details["lobby"].wait',
]
