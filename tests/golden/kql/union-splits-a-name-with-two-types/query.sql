SELECT max(s$.`N_long`) AS `max_N_long`, max(s$.`N_real`) AS `max_N_real`
FROM (
  SELECT s$.`Duration` AS `N_long`, CAST(NULL, 'Nullable(Float64)') AS `N_real`
  FROM `test`.`Calls` AS s$
  UNION ALL
  SELECT CAST(NULL, 'Nullable(Int64)') AS `N_long`, s$.`JitterAvg` AS `N_real`
  FROM `test`.`Streams` AS s$
) AS s$
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
