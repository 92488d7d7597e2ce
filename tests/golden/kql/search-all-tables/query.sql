SELECT s$.`$table` AS `$table`, CAST(count(), 'Int64') AS `count_`
FROM (
  SELECT 'Calls' AS `$table`
  FROM `test`.`Calls` AS s$
  WHERE (hasToken(lower(ifNull(concat(replaceOne(toString(s$.`TimeGenerated`), ' ', 'T'), 'Z'), '')), 'ada') OR hasToken(lower(s$.`CorrelationId`), 'ada') OR hasToken(lower(s$.`Participant`), 'ada') OR hasToken(lower(ifNull(toString(s$.`Duration`), '')), 'ada') OR hasToken(lower(ifNull(toString(s$.`EndCode`), '')), 'ada') OR hasToken(lower(ifNull(if((JSONType(s$.`Details`) = 'String'), JSONExtractString(s$.`Details`), s$.`Details`), '')), 'ada'))
  UNION ALL
  SELECT 'Streams' AS `$table`
  FROM `test`.`Streams` AS s$
  WHERE (hasToken(lower(ifNull(concat(replaceOne(toString(s$.`TimeGenerated`), ' ', 'T'), 'Z'), '')), 'ada') OR hasToken(lower(s$.`CorrelationId`), 'ada') OR hasToken(lower(s$.`MediaType`), 'ada') OR hasToken(lower(ifNull(toString(s$.`JitterAvg`), '')), 'ada'))
) AS s$
GROUP BY s$.`$table`
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
