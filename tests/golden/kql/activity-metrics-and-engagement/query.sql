SELECT l$.`t` AS `t`, l$.`dcount_activities_inner` AS `dcount_activities_inner`, l$.`dcount_activities_outer` AS `dcount_activities_outer`, l$.`activity_ratio` AS `activity_ratio`, r$.`dcount_values` AS `dcount_values`, r$.`dcount_newvalues` AS `dcount_newvalues`, r$.`retention_rate` AS `retention_rate`, r$.`churn_rate` AS `churn_rate`
FROM (
  SELECT toNullable(s$.`t`) AS `t`, toNullable(s$.`dcount_activities_inner`) AS `dcount_activities_inner`, toNullable(s$.`dcount_activities_outer`) AS `dcount_activities_outer`, toNullable(s$.`activity_ratio`) AS `activity_ratio`
  FROM (
    SELECT reinterpret((reinterpretAsInt64(toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC')) + (s$.`$at1` * CAST(toInt64(864000000000), 'Int64'))), 'DateTime64(7, \'UTC\')') AS `t`, s$.`$inner1` AS `dcount_activities_inner`, s$.`$outer1` AS `dcount_activities_outer`, (CAST(s$.`$inner1`, 'Float64') / CAST(s$.`$outer1`, 'Float64')) AS `activity_ratio`
    FROM (
      SELECT s$.`$at1` AS `$at1`, CAST(uniqExactIf(s$.`$id2`, (s$.`$bin2` = s$.`$at1`)), 'Int64') AS `$inner1`, CAST(uniqExact(s$.`$id2`), 'Int64') AS `$outer1`
      FROM (
        SELECT s$.`$id2` AS `$id2`, s$.`$bin2` AS `$bin2`, `element0$` AS `$at1`
        FROM (
          SELECT s$.`u` AS `$id2`, assumeNotNull(CAST(intDiv(((reinterpretAsInt64(s$.`t`) - reinterpretAsInt64(toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC'))) - positiveModulo((reinterpretAsInt64(s$.`t`) - reinterpretAsInt64(toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC'))), CAST(toInt64(864000000000), 'Int64'))), CAST(toInt64(864000000000), 'Int64')), 'Nullable(Int64)')) AS `$bin2`
          FROM values('`u` String, `t` Nullable(DateTime64(7, \'UTC\'))', ('a', toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC')), ('b', toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC')), ('a', toDateTime64('2024-01-02 00:00:00.0000000', 7, 'UTC')), ('c', toDateTime64('2024-01-02 00:00:00.0000000', 7, 'UTC')), ('a', toDateTime64('2024-01-04 00:00:00.0000000', 7, 'UTC')), ('c', toDateTime64('2024-01-05 00:00:00.0000000', 7, 'UTC'))) AS s$
          WHERE (isNotNull(reinterpretAsInt64(s$.`t`)) AND (reinterpretAsInt64(s$.`t`) > (reinterpretAsInt64(toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC')) - CAST(toInt64(2592000000000), 'Int64'))) AND (reinterpretAsInt64(s$.`t`) <= reinterpretAsInt64(toDateTime64('2024-01-06 00:00:00.0000000', 7, 'UTC'))))
        ) AS s$
        ARRAY JOIN range(greatest(s$.`$bin2`, toInt64(0)), (least((s$.`$bin2` + (greatest(toInt64(1), CAST(ceil((CAST(toInt64(2592000000000), 'Int64') / CAST(toInt64(864000000000), 'Int64'))), 'Int64')) - toInt64(1))), CAST(intDiv(((reinterpretAsInt64(toDateTime64('2024-01-06 00:00:00.0000000', 7, 'UTC')) - reinterpretAsInt64(toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC'))) - positiveModulo((reinterpretAsInt64(toDateTime64('2024-01-06 00:00:00.0000000', 7, 'UTC')) - reinterpretAsInt64(toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC'))), CAST(toInt64(864000000000), 'Int64'))), CAST(toInt64(864000000000), 'Int64')), 'Int64')) + toInt64(1))) AS `element0$`
      ) AS s$
      GROUP BY s$.`$at1`
    ) AS s$
  ) AS s$
) AS l$
LEFT JOIN (
  SELECT toNullable(s$.`t`) AS `t`, toNullable(s$.`dcount_values`) AS `dcount_values`, toNullable(s$.`dcount_newvalues`) AS `dcount_newvalues`, toNullable(s$.`retention_rate`) AS `retention_rate`, toNullable(s$.`churn_rate`) AS `churn_rate`
  FROM (
    SELECT reinterpret((reinterpretAsInt64(toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC')) + (s$.`$bin1` * CAST(toInt64(864000000000), 'Int64'))), 'DateTime64(7, \'UTC\')') AS `t`, s$.`$ids1` AS `dcount_values`, (s$.`$ids1` - s$.`$returned1`) AS `dcount_newvalues`, (CAST(s$.`$returned1`, 'Float64') / CAST(if((s$.`$previous1` = (s$.`$bin1` - toInt64(1))), s$.`$size1`, toInt64(0)), 'Float64')) AS `retention_rate`, (toFloat64(1) - (CAST(s$.`$returned1`, 'Float64') / CAST(if((s$.`$previous1` = (s$.`$bin1` - toInt64(1))), s$.`$size1`, toInt64(0)), 'Float64'))) AS `churn_rate`
    FROM (
      SELECT s$.`$bin1` AS `$bin1`, s$.`$ids1` AS `$ids1`, s$.`$returned1` AS `$returned1`, lagInFrame(s$.`$bin1`, 1, CAST(toInt64(-9), 'Int64')) OVER (ORDER BY s$.`$bin1` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `$previous1`, lagInFrame(s$.`$ids1`, 1, CAST(toInt64(0), 'Int64')) OVER (ORDER BY s$.`$bin1` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `$size1`
      FROM (
        SELECT s$.`$bin1` AS `$bin1`, CAST(count(), 'Int64') AS `$ids1`, CAST(countIf((s$.`$earlier1` = (s$.`$bin1` - toInt64(1)))), 'Int64') AS `$returned1`
        FROM (
          SELECT s$.`$bin1` AS `$bin1`, lagInFrame(s$.`$bin1`, 1, CAST(toInt64(-9), 'Int64')) OVER (PARTITION BY s$.`$id1` ORDER BY s$.`$bin1` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `$earlier1`
          FROM (
            SELECT s$.`$id1` AS `$id1`, s$.`$bin1` AS `$bin1`
            FROM (
              SELECT s$.`u` AS `$id1`, assumeNotNull(CAST(intDiv(((reinterpretAsInt64(s$.`t`) - reinterpretAsInt64(toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC'))) - positiveModulo((reinterpretAsInt64(s$.`t`) - reinterpretAsInt64(toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC'))), CAST(toInt64(864000000000), 'Int64'))), CAST(toInt64(864000000000), 'Int64')), 'Nullable(Int64)')) AS `$bin1`
              FROM values('`u` String, `t` Nullable(DateTime64(7, \'UTC\'))', ('a', toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC')), ('b', toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC')), ('a', toDateTime64('2024-01-02 00:00:00.0000000', 7, 'UTC')), ('c', toDateTime64('2024-01-02 00:00:00.0000000', 7, 'UTC')), ('a', toDateTime64('2024-01-04 00:00:00.0000000', 7, 'UTC')), ('c', toDateTime64('2024-01-05 00:00:00.0000000', 7, 'UTC'))) AS s$
              WHERE true AND (isNotNull(reinterpretAsInt64(s$.`t`)) AND (reinterpretAsInt64(s$.`t`) >= reinterpretAsInt64(toDateTime64('2024-01-01 00:00:00.0000000', 7, 'UTC'))) AND (reinterpretAsInt64(s$.`t`) <= reinterpretAsInt64(toDateTime64('2024-01-10 00:00:00.0000000', 7, 'UTC'))))
            ) AS s$
            GROUP BY s$.`$id1`, s$.`$bin1`
          ) AS s$
        ) AS s$
        GROUP BY s$.`$bin1`
      ) AS s$
    ) AS s$
  ) AS s$
) AS r$ ON (l$.`t` = r$.`t`)
ORDER BY l$.`t` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
