SELECT reinterpret((toInt64(-621355968000000000) + (s$.`$at1` * CAST(toInt64(864000000000), 'Int64'))), 'DateTime64(7, \'UTC\')') AS `Timestamp`, s$.`Half` AS `Half`, s$.`$ranked1` AS `rolling_3_percentile_val_50`
FROM (
  SELECT s$.`$at1` AS `$at1`, s$.`Half` AS `Half`, CAST(countIf((s$.`$bin1` = s$.`$at1`)), 'Int64') AS `$own1`, quantileExactWeighted(0.5)(s$.`$id1`, 1) AS `$ranked1`
  FROM (
    SELECT s$.`$id1` AS `$id1`, s$.`$bin1` AS `$bin1`, s$.`Half` AS `Half`, `element0$` AS `$at1`
    FROM (
      SELECT s$.`val` AS `$id1`, assumeNotNull(CAST(intDiv(((reinterpretAsInt64(s$.`Timestamp`) - toInt64(-621355968000000000)) - positiveModulo((reinterpretAsInt64(s$.`Timestamp`) - toInt64(-621355968000000000)), CAST(toInt64(864000000000), 'Int64'))), CAST(toInt64(864000000000), 'Int64')), 'Int64')) AS `$bin1`, s$.`Half` AS `Half`
      FROM (
        SELECT reinterpret((reinterpretAsInt64(toDateTime64('2018-01-01 00:00:00.0000000', 7, 'UTC')) + (toInt64(36000000000) * s$.`idx`)), 'DateTime64(7, \'UTC\')') AS `Timestamp`, (s$.`idx` + toInt64(1)) AS `val`, if((CAST(positiveModuloOrNull(s$.`idx`, toInt64(2)), 'Int64') = toInt64(0)), 'odd', 'even') AS `Half`
        FROM (
          SELECT (CAST(toInt64(0), 'Int64') + (toInt64(s$.`number`) * CAST(toInt64(1), 'Int64'))) AS `idx`
          FROM numbers(assumeNotNull(if(((sign((CAST(((toInt64(24) * toInt64(5)) - toInt64(1)), 'Int64') - CAST(toInt64(0), 'Int64'))) * sign(CAST(toInt64(1), 'Int64'))) < 0), 0, (toInt64(intDiv((CAST(((toInt64(24) * toInt64(5)) - toInt64(1)), 'Int64') - CAST(toInt64(0), 'Int64')), CAST(toInt64(1), 'Int64'))) + 1)))) AS s$
          WHERE true
        ) AS s$
      ) AS s$
    ) AS s$
    ARRAY JOIN range(s$.`$bin1`, ((s$.`$bin1` + (CAST(toInt64(3), 'Int64') - toInt64(1))) + toInt64(1))) AS `element0$`
  ) AS s$
  GROUP BY s$.`$at1`, s$.`Half`
) AS s$
WHERE (s$.`$own1` > toInt64(0))
ORDER BY s$.`Half` ASC NULLS FIRST, reinterpret((toInt64(-621355968000000000) + (s$.`$at1` * CAST(toInt64(864000000000), 'Int64'))), 'DateTime64(7, \'UTC\')') ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
