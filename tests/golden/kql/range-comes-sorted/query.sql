SELECT s$.`n` AS `k`, (s$.`n` * toInt64(2)) AS `m`
FROM (
  SELECT (CAST(toInt64(1), 'Int64') + (toInt64(s$.`number`) * CAST(toInt64(1), 'Int64'))) AS `n`
  FROM numbers(assumeNotNull(if(((sign((CAST(toInt64(1000000000000), 'Int64') - CAST(toInt64(1), 'Int64'))) * sign(CAST(toInt64(1), 'Int64'))) < 0), 0, (toInt64(intDiv((CAST(toInt64(1000000000000), 'Int64') - CAST(toInt64(1), 'Int64')), CAST(toInt64(1), 'Int64'))) + 1)))) AS s$
) AS s$
WHERE (CAST(positiveModuloOrNull(s$.`n`, toInt64(7)), 'Int64') = toInt64(3))
LIMIT 2
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
