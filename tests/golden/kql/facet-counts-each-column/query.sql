SELECT s$.`Participant` AS `Participant`
FROM `test`.`Calls` AS s$
WHERE (s$.`CorrelationId` = 'c1')
ORDER BY s$.`Participant` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
;
SELECT s$.`CorrelationId` AS `CorrelationId`, CAST(count(), 'Int64') AS `count_CorrelationId`
FROM `test`.`Calls` AS s$
WHERE (s$.`CorrelationId` = 'c1')
GROUP BY s$.`CorrelationId`
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
;
SELECT s$.`_ResourceId` AS `_ResourceId`, CAST(count(), 'Int64') AS `count__ResourceId`
FROM `test`.`Calls` AS s$
WHERE (s$.`CorrelationId` = 'c1')
GROUP BY s$.`_ResourceId`
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
