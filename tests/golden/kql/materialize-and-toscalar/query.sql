WITH `$shared1` AS MATERIALIZED (
  SELECT s$.*
  FROM `test`.`Calls` AS s$
  WHERE (s$.`TimeGenerated` < toDateTime64('2024-06-16 00:00:00.0000000', 7, 'UTC'))
)
SELECT s$.`Participant` AS `Participant`, (
  SELECT max(s$.`Duration`) AS `max_Duration`
  FROM `$shared1` AS s$
  LIMIT 1
) AS `most`
FROM `$shared1` AS s$
WHERE (s$.`Duration` = (
  SELECT max(s$.`Duration`) AS `max_Duration`
  FROM `$shared1` AS s$
  LIMIT 1
))
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
