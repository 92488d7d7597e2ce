SELECT s$.`streams` AS `streams`, s$.`$group1` AS `Call`
FROM (
  SELECT s$.`streams` AS `streams`, s$.`$group1` AS `$group1`
  FROM (
    SELECT s$.`$group1` AS `$group1`, CAST(count(), 'Int64') AS `streams`
    FROM (
      SELECT l$.`CorrelationId` AS `CorrelationId`, r$.`$group1` AS `$group1`
      FROM (
        SELECT s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`MediaType` AS `MediaType`, s$.`JitterAvg` AS `JitterAvg`
        FROM `test`.`Streams` AS s$
      ) AS l$
      CROSS JOIN (
        SELECT s$.`CorrelationId` AS `$group1`
        FROM `test`.`Calls` AS s$
        GROUP BY s$.`CorrelationId`
      ) AS r$
    ) AS s$
    WHERE (s$.`CorrelationId` = s$.`$group1`)
    GROUP BY s$.`$group1`
  ) AS s$
  UNION ALL
  SELECT r$.`streams` AS `streams`, l$.`$group1` AS `$group1`
  FROM (
    SELECT l$.`$group1` AS `$group1`
    FROM (
      SELECT s$.`CorrelationId` AS `$group1`
      FROM `test`.`Calls` AS s$
      GROUP BY s$.`CorrelationId`
    ) AS l$
    LEFT ANTI JOIN (
      SELECT s$.`$group1` AS `$group1`, CAST(count(), 'Int64') AS `streams`
      FROM (
        SELECT l$.`CorrelationId` AS `CorrelationId`, r$.`$group1` AS `$group1`
        FROM (
          SELECT s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`MediaType` AS `MediaType`, s$.`JitterAvg` AS `JitterAvg`
          FROM `test`.`Streams` AS s$
        ) AS l$
        CROSS JOIN (
          SELECT s$.`CorrelationId` AS `$group1`
          FROM `test`.`Calls` AS s$
          GROUP BY s$.`CorrelationId`
        ) AS r$
      ) AS s$
      WHERE (s$.`CorrelationId` = s$.`$group1`)
      GROUP BY s$.`$group1`
    ) AS r$ ON (l$.`$group1` = r$.`$group1`)
  ) AS l$
  CROSS JOIN (
    SELECT CAST(count(), 'Int64') AS `streams`
    FROM (
      SELECT l$.`CorrelationId` AS `CorrelationId`, r$.`$group1` AS `$group1`
      FROM (
        SELECT s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`MediaType` AS `MediaType`, s$.`JitterAvg` AS `JitterAvg`
        FROM `test`.`Streams` AS s$
      ) AS l$
      CROSS JOIN (
        SELECT s$.`CorrelationId` AS `$group1`
        FROM `test`.`Calls` AS s$
        GROUP BY s$.`CorrelationId`
      ) AS r$
    ) AS s$
    WHERE (s$.`CorrelationId` = s$.`$group1`) AND false
  ) AS r$
) AS s$
ORDER BY s$.`$group1` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
