SELECT quantileExactWeighted(0.5)(s$.`Duration`, 1) AS `percentile_Duration_50`, quantileExactWeighted(0.95)(s$.`Duration`, 1) AS `percentile_Duration_95`, quantileExactWeighted(0.05)(s$.`Duration`, 1) AS `percentile_Duration_5`
FROM `test`.`Calls` AS s$
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
