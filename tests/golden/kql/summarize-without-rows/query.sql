SELECT CAST(count(), 'Int64') AS `count_`, ifNull(sum(s$.`Duration`), toInt64(0)) AS `sum_Duration`, ifNull(avg(s$.`Duration`), nan) AS `avg_Duration`, max(s$.`Duration`) AS `max_Duration`, CAST(ifNull(uniqCombined64(s$.`Participant`), toInt64(0)), 'Int64') AS `dcount_Participant`
FROM `test`.`Calls` AS s$
WHERE (s$.`Duration` > toInt64(1000))
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
