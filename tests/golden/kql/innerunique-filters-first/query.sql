SELECT l$.`key` AS `key`, l$.`value` AS `value`, r$.`other` AS `other`
FROM (
  SELECT s$.`key` AS `key`, s$.`value` AS `value`
  FROM values('`key` Nullable(Int64), `value` String', (toInt64(1), 'first'), (toInt64(1), 'second'), (toInt64(2), 'third')) AS s$
  WHERE (s$.`value` IN tuple('second', 'third'))
  LIMIT 1 BY s$.`key`
) AS l$
INNER JOIN (
  SELECT s$.`key` AS `key`, s$.`other` AS `other`
  FROM values('`key` Nullable(Int64), `other` Nullable(Int64)', (toInt64(1), toInt64(10)), (toInt64(1), toInt64(20)), (toInt64(2), toInt64(30))) AS s$
  WHERE (s$.`other` > toInt64(10))
) AS r$ ON (l$.`key` = r$.`key`)
ORDER BY r$.`other` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
