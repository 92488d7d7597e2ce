SELECT s$.`CorrelationId` AS `CorrelationId`, s$.`Participant` AS `Participant`, s$.`Duration` AS `Duration`, s$.`EndCode` AS `EndCode`, s$.`Details` AS `Details`, '' AS `MediaType`, CAST(NULL, 'Nullable(Float64)') AS `JitterAvg`
FROM `test`.`Calls` AS s$
WHERE (s$.`CorrelationId` = 'c2')
UNION ALL
SELECT s$.`CorrelationId` AS `CorrelationId`, '' AS `Participant`, CAST(NULL, 'Nullable(Int64)') AS `Duration`, CAST(NULL, 'Nullable(Int32)') AS `EndCode`, CAST(NULL, 'Nullable(String)') AS `Details`, s$.`MediaType` AS `MediaType`, s$.`JitterAvg` AS `JitterAvg`
FROM `test`.`Streams` AS s$
WHERE (s$.`CorrelationId` = 'c2')
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
