SELECT reinterpret((reinterpretAsInt64(toDateTime64('2017-08-01 00:00:00.0000000', 7, 'UTC')) + (s.`$bin1` * CAST(toInt64(864000000000), 'Int64'))), 'DateTime64(7, \'UTC\')') AS `Timestamp`, s.`$total1` AS `count`, s.`$ids1` AS `dcount`, s.`$fresh1` AS `new_dcount`, CAST(sum(s.`$fresh1`) OVER (ORDER BY s.`$bin1` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), 'Int64') AS `aggregated_dcount`
FROM (
  SELECT s.`$bin1` AS `$bin1`, CAST(count(), 'Int64') AS `$total1`, CAST(uniqExact(s.`$id1`), 'Int64') AS `$ids1`, CAST(uniqExactIf(s.`$id1`, (s.`$bin1` = s.`$first1`)), 'Int64') AS `$fresh1`
  FROM (
    SELECT s.`$id1` AS `$id1`, s.`$bin1` AS `$bin1`, min(s.`$bin1`) OVER (PARTITION BY s.`$id1` ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `$first1`
    FROM (
      SELECT s.`UserId` AS `$id1`, assumeNotNull(CAST(intDiv(((reinterpretAsInt64(s.`Timestamp`) - reinterpretAsInt64(toDateTime64('2017-08-01 00:00:00.0000000', 7, 'UTC'))) - positiveModulo((reinterpretAsInt64(s.`Timestamp`) - reinterpretAsInt64(toDateTime64('2017-08-01 00:00:00.0000000', 7, 'UTC'))), CAST(toInt64(864000000000), 'Int64'))), CAST(toInt64(864000000000), 'Int64')), 'Nullable(Int64)')) AS `$bin1`
      FROM values('`UserId` String, `Timestamp` Nullable(DateTime64(7, \'UTC\'))', ('A', toDateTime64('2017-08-01 00:00:00.0000000', 7, 'UTC')), ('D', toDateTime64('2017-08-01 00:00:00.0000000', 7, 'UTC')), ('J', toDateTime64('2017-08-01 00:00:00.0000000', 7, 'UTC')), ('B', toDateTime64('2017-08-01 00:00:00.0000000', 7, 'UTC')), ('C', toDateTime64('2017-08-02 00:00:00.0000000', 7, 'UTC')), ('T', toDateTime64('2017-08-02 00:00:00.0000000', 7, 'UTC')), ('J', toDateTime64('2017-08-02 00:00:00.0000000', 7, 'UTC')), ('H', toDateTime64('2017-08-03 00:00:00.0000000', 7, 'UTC')), ('T', toDateTime64('2017-08-03 00:00:00.0000000', 7, 'UTC')), ('T', toDateTime64('2017-08-03 00:00:00.0000000', 7, 'UTC')), ('J', toDateTime64('2017-08-03 00:00:00.0000000', 7, 'UTC')), ('B', toDateTime64('2017-08-03 00:00:00.0000000', 7, 'UTC')), ('S', toDateTime64('2017-08-03 00:00:00.0000000', 7, 'UTC')), ('S', toDateTime64('2017-08-04 00:00:00.0000000', 7, 'UTC'))) AS s
      WHERE (isNotNull(reinterpretAsInt64(s.`Timestamp`)) AND (reinterpretAsInt64(s.`Timestamp`) >= reinterpretAsInt64(toDateTime64('2017-08-01 00:00:00.0000000', 7, 'UTC'))) AND (reinterpretAsInt64(s.`Timestamp`) <= reinterpretAsInt64(toDateTime64('2017-08-04 00:00:00.0000000', 7, 'UTC'))))
    ) AS s
  ) AS s
  GROUP BY s.`$bin1`
) AS s
ORDER BY reinterpret((reinterpretAsInt64(toDateTime64('2017-08-01 00:00:00.0000000', 7, 'UTC')) + (s.`$bin1` * CAST(toInt64(864000000000), 'Int64'))), 'DateTime64(7, \'UTC\')') ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
