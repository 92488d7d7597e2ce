SELECT CAST(count(), 'Int64') AS `Count`
FROM `test`.`Calls` AS s$
WHERE (s$.`Duration` > toInt64(50))
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
;
SELECT s$.`Duration` AS `Duration`
FROM `test`.`Calls` AS s$
WHERE (s$.`Duration` > toInt64(50))
ORDER BY s$.`Duration` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
