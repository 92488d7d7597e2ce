SELECT s$.`From` AS `From`, CAST(count(), 'Int64') AS `rows`, CAST(countIf(isNotNull(s$.`Duration`)), 'Int64') AS `durations`
FROM (
  SELECT 'Calls' AS `From`, s$.`Duration` AS `Duration`
  FROM `test`.`Calls` AS s$
  UNION ALL
  SELECT 'Streams' AS `From`, CAST(NULL, 'Nullable(Int64)') AS `Duration`
  FROM `test`.`Streams` AS s$
) AS s$
GROUP BY s$.`From`
ORDER BY s$.`From` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
