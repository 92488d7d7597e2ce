SELECT l$.`CorrelationId` AS `CorrelationId`, r$.`Calls` AS `Calls`
FROM (
  SELECT s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`MediaType` AS `MediaType`, s$.`JitterAvg` AS `JitterAvg`
  FROM `test`.`Streams` AS s$
  WHERE (s$.`MediaType` = 'Audio')
) AS l$
LEFT JOIN (
  SELECT s$.`CorrelationId` AS `CorrelationId`, toNullable(s$.`Calls`) AS `Calls`
  FROM (
    SELECT s$.`CorrelationId` AS `CorrelationId`, CAST(count(), 'Int64') AS `Calls`
    FROM `test`.`Calls` AS s$
    GROUP BY s$.`CorrelationId`
  ) AS s$
) AS r$ ON (l$.`CorrelationId` = r$.`CorrelationId`)
ORDER BY l$.`CorrelationId` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
