SELECT reinterpret((reinterpretAsInt64(toDateTime64('2018-07-01 00:00:00.0000000', 7, 'UTC')) + (s$.`$bin1` * CAST(toInt64(6048000000000), 'Int64'))), 'DateTime64(7, \'UTC\')') AS `Timestamp`, s$.`$ids1` AS `dcount`
FROM (
  SELECT s$.`$bin1` AS `$bin1`, CAST(uniqExact(s$.`$id1`), 'Int64') AS `$ids1`
  FROM (
    SELECT s$.`$id1` AS `$id1`, CAST(intDiv(((s$.`$at1` - reinterpretAsInt64(toDateTime64('2018-07-01 00:00:00.0000000', 7, 'UTC'))) - positiveModulo((s$.`$at1` - reinterpretAsInt64(toDateTime64('2018-07-01 00:00:00.0000000', 7, 'UTC'))), CAST(toInt64(6048000000000), 'Int64'))), CAST(toInt64(6048000000000), 'Int64')), 'Int64') AS `$bin1`
    FROM (
      SELECT s$.`$id1` AS `$id1`, s$.`$seen1` AS `$seen1`, `element0$` AS `$at1`
      FROM (
        SELECT s$.`User` AS `$id1`, groupArray(tuple(assumeNotNull(reinterpretAsInt64(s$.`Timestamp`)), CAST(intDiv(((assumeNotNull(reinterpretAsInt64(s$.`Timestamp`)) + toInt64(621355968000000000)) - positiveModulo((assumeNotNull(reinterpretAsInt64(s$.`Timestamp`)) + toInt64(621355968000000000)), CAST(toInt64(864000000000), 'Int64'))), CAST(toInt64(864000000000), 'Int64')), 'Int64'))) AS `$seen1`
        FROM values('`User` String, `Timestamp` Nullable(DateTime64(7, \'UTC\'))', ('B', toDateTime64('2018-06-29 00:00:00.0000000', 7, 'UTC')), ('B', toDateTime64('2018-06-30 00:00:00.0000000', 7, 'UTC')), ('A', toDateTime64('2018-07-02 00:00:00.0000000', 7, 'UTC')), ('B', toDateTime64('2018-07-04 00:00:00.0000000', 7, 'UTC')), ('B', toDateTime64('2018-07-08 00:00:00.0000000', 7, 'UTC')), ('A', toDateTime64('2018-07-10 00:00:00.0000000', 7, 'UTC')), ('A', toDateTime64('2018-07-14 00:00:00.0000000', 7, 'UTC')), ('A', toDateTime64('2018-07-17 00:00:00.0000000', 7, 'UTC')), ('A', toDateTime64('2018-07-20 00:00:00.0000000', 7, 'UTC')), ('B', toDateTime64('2018-07-24 00:00:00.0000000', 7, 'UTC'))) AS s$
        WHERE (true AND isNotNull(reinterpretAsInt64(s$.`Timestamp`)) AND (reinterpretAsInt64(s$.`Timestamp`) > (reinterpretAsInt64(toDateTime64('2018-07-01 00:00:00.0000000', 7, 'UTC')) - CAST(toInt64(6912000000000), 'Int64'))) AND (reinterpretAsInt64(s$.`Timestamp`) <= reinterpretAsInt64(toDateTime64('2018-07-31 00:00:00.0000000', 7, 'UTC'))))
        GROUP BY s$.`User`
      ) AS s$
      ARRAY JOIN arrayMap((`x`) -> tupleElement(`x`, 1), arrayFilter((`x`) -> ((tupleElement(`x`, 1) >= reinterpretAsInt64(toDateTime64('2018-07-01 00:00:00.0000000', 7, 'UTC'))) AND (length(arrayDistinct(arrayMap((`y`) -> tupleElement(`y`, 2), arrayFilter((`y`) -> ((tupleElement(`y`, 1) > (tupleElement(`x`, 1) - CAST(toInt64(6912000000000), 'Int64'))) AND (tupleElement(`y`, 1) <= tupleElement(`x`, 1))), s$.`$seen1`)))) >= CAST(toInt64(3), 'Int64'))), s$.`$seen1`)) AS `element0$`
    ) AS s$
  ) AS s$
  GROUP BY s$.`$bin1`
) AS s$
ORDER BY reinterpret((reinterpretAsInt64(toDateTime64('2018-07-01 00:00:00.0000000', 7, 'UTC')) + (s$.`$bin1` * CAST(toInt64(6048000000000), 'Int64'))), 'DateTime64(7, \'UTC\')') ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
