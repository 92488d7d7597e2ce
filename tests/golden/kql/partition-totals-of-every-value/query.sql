WITH `$rows1` AS MATERIALIZED (
  SELECT s$.*
  FROM `test`.`Calls` AS s$
)
SELECT s$.`calls` AS `calls`, s$.`media` AS `media`
FROM (
  SELECT s$.`calls` AS `calls`, s$.`media` AS `media`
  FROM (
    SELECT s$.`$group1` AS `$group1`, CAST(count(), 'Int64') AS `calls`, CAST(countIf((s$.`MediaType` = 'Audio')), 'Int64') AS `media`
    FROM (
      SELECT r$.`MediaType` AS `MediaType`, l$.`$group1` AS `$group1`
      FROM (
        SELECT s$.`CorrelationId` AS `CorrelationId`, s$.`CorrelationId` AS `$group1`
        FROM `$rows1` AS s$
        WHERE (s$.`Duration` > toInt64(50))
      ) AS l$
      LEFT JOIN (
        SELECT s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`MediaType` AS `MediaType`, s$.`JitterAvg` AS `JitterAvg`
        FROM `test`.`Streams` AS s$
        WHERE (s$.`JitterAvg` > toInt64(0))
      ) AS r$ ON (l$.`CorrelationId` = r$.`CorrelationId`)
    ) AS s$
    GROUP BY s$.`$group1`
  ) AS s$
  UNION ALL
  SELECT r$.`calls` AS `calls`, r$.`media` AS `media`
  FROM (
    SELECT l$.`$group1` AS `$group1`
    FROM (
      SELECT s$.`CorrelationId` AS `$group1`
      FROM `$rows1` AS s$
      GROUP BY s$.`CorrelationId`
    ) AS l$
    LEFT ANTI JOIN (
      SELECT s$.`$group1` AS `$group1`, CAST(count(), 'Int64') AS `calls`
      FROM (
        SELECT l$.`$group1` AS `$group1`
        FROM (
          SELECT s$.`CorrelationId` AS `CorrelationId`, s$.`CorrelationId` AS `$group1`
          FROM `$rows1` AS s$
          WHERE (s$.`Duration` > toInt64(50))
        ) AS l$
        LEFT JOIN (
          SELECT s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`MediaType` AS `MediaType`, s$.`JitterAvg` AS `JitterAvg`
          FROM `test`.`Streams` AS s$
          WHERE (s$.`JitterAvg` > toInt64(0))
        ) AS r$ ON (l$.`CorrelationId` = r$.`CorrelationId`)
      ) AS s$
      GROUP BY s$.`$group1`
    ) AS r$ ON (l$.`$group1` = r$.`$group1`)
  ) AS l$
  CROSS JOIN (
    SELECT CAST(count(), 'Int64') AS `calls`, CAST(countIf((s$.`MediaType` = 'Audio')), 'Int64') AS `media`
    FROM (
      SELECT r$.`MediaType` AS `MediaType`
      FROM (
        SELECT s$.`CorrelationId` AS `CorrelationId`
        FROM `$rows1` AS s$
        WHERE (s$.`Duration` > toInt64(50))
      ) AS l$
      LEFT JOIN (
        SELECT s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`MediaType` AS `MediaType`, s$.`JitterAvg` AS `JitterAvg`
        FROM `test`.`Streams` AS s$
        WHERE (s$.`JitterAvg` > toInt64(0))
      ) AS r$ ON (l$.`CorrelationId` = r$.`CorrelationId`)
    ) AS s$
    WHERE false
  ) AS r$
) AS s$
ORDER BY s$.`calls` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
