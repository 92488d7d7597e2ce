SELECT s$.`CorrelationId` AS `CorrelationId`, s$.`n` AS `n`
FROM (
  SELECT s$.`CorrelationId` AS `CorrelationId`, CAST(count(), 'Int64') AS `n`
  FROM (
    SELECT s$.`CorrelationId` AS `CorrelationId`, s$.`CorrelationId` AS `$group1`
    FROM `test`.`Calls` AS s$
    ORDER BY rand() ASC NULLS LAST
    LIMIT 1 BY s$.`CorrelationId`
  ) AS s$
  GROUP BY s$.`CorrelationId`, s$.`$group1`
  ORDER BY CAST(count(), 'Int64') DESC NULLS LAST
  LIMIT 1 BY s$.`$group1`
) AS s$
ORDER BY s$.`CorrelationId` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
