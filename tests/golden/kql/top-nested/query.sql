SELECT s$.`CorrelationId` AS `CorrelationId`, s$.`n` AS `n`, s$.`Participant` AS `Participant`, s$.`longest` AS `longest`
FROM (
  SELECT s$.`CorrelationId` AS `CorrelationId`, any(s$.`n`) AS `n`, s$.`Participant` AS `Participant`, max(s$.`Duration`) AS `longest`
  FROM (
    SELECT l$.`CorrelationId` AS `CorrelationId`, l$.`Participant` AS `Participant`, l$.`Duration` AS `Duration`, r$.`n` AS `n`
    FROM (
      SELECT s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`Participant` AS `Participant`, s$.`Duration` AS `Duration`, s$.`EndCode` AS `EndCode`, s$.`Details` AS `Details`, s$.`_ResourceId` AS `_ResourceId`
      FROM `test`.`Calls` AS s$
    ) AS l$
    INNER JOIN (
      SELECT s$.`CorrelationId` AS `CorrelationId`, CAST(count(), 'Int64') AS `n`
      FROM `test`.`Calls` AS s$
      GROUP BY s$.`CorrelationId`
      ORDER BY CAST(count(), 'Int64') DESC NULLS LAST
      LIMIT 2
    ) AS r$ ON (l$.`CorrelationId` = r$.`CorrelationId`)
  ) AS s$
  GROUP BY s$.`CorrelationId`, s$.`Participant`
  ORDER BY max(s$.`Duration`) DESC NULLS LAST
  LIMIT 1 BY s$.`CorrelationId`
) AS s$
ORDER BY s$.`CorrelationId` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
